resource "google_iam_workload_identity_pool_provider" "github" { # expect: own GOOGLE_IDENTITY_CONDITION
  workload_identity_pool_id          = "builds"
  workload_identity_pool_provider_id = "github"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "shop" {
  service_account_id = "projects/shop/serviceAccounts/shop@shop.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/builds/attribute.repository/acme/shop"
}
