resource "google_iam_workload_identity_pool" "builds" {
  workload_identity_pool_id = "builds"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.builds.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository_owner_id == '4711' && assertion.ref == 'refs/heads/main'"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_iam_workload_identity_pool_provider" "own" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.builds.workload_identity_pool_id
  workload_identity_pool_provider_id = "own"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc {
    issuer_uri = "https://gitlab.example.com"
  }
}

resource "google_service_account_iam_member" "shop" {
  service_account_id = google_service_account.shop.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.builds.name}/attribute.repository/acme/shop"
}

resource "azurerm_federated_identity_credential" "main" {
  name                = "github"
  resource_group_name = "shop"
  parent_id           = azurerm_user_assigned_identity.shop.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = "https://token.actions.githubusercontent.com"
  subject             = "repo:acme/shop:ref:refs/heads/main"
}
