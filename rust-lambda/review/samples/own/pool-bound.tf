resource "google_service_account_iam_member" "shop" {
  service_account_id = "projects/shop/serviceAccounts/shop@shop.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/builds/*" # expect: own GOOGLE_IDENTITY_POOL
}
