resource "google_iam_workload_identity_pool_provider" "open" {
  workload_identity_pool_id          = "builds"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.ref == 'refs/heads/main'" # expect: own GOOGLE_IDENTITY_OPEN
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "azuread_application_flexible_federated_identity_credential" "open" {
  application_id             = "x"
  claims_matching_expression = "claims['sub'] matches 'repo:*'" # expect: own AZURE_IDENTITY_OPEN
}

resource "azuread_application_flexible_federated_identity_credential" "owner" {
  application_id             = "x"
  claims_matching_expression = "claims['sub'] matches 'repo:acme/*'" # expect: own AZURE_IDENTITY_OWNER
}

resource "azurerm_federated_identity_credential" "asked" {
  name     = "github"
  audience = ["api://AzureADTokenExchange"]
  issuer   = "https://token.actions.githubusercontent.com"
  subject  = "repo:acme/shop:pull_request" # expect: own AZURE_IDENTITY_PULL_REQUEST
}
