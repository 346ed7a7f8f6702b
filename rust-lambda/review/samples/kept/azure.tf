resource "azurerm_resource_group" "shop" {
  name     = "shop"
  location = "westeurope"
}

resource "azurerm_storage_account" "assets" {
  name                            = "shopassets"
  resource_group_name             = azurerm_resource_group.shop.name
  https_traffic_only_enabled      = true
  min_tls_version                 = "TLS1_2"
  allow_nested_items_to_be_public = false
  shared_access_key_enabled       = false
  infrastructure_encryption_enabled = true
  network_rules { default_action = "Deny" }
  blob_properties {
    delete_retention_policy { days = 14 }
  }
}

resource "azurerm_storage_container" "assets" {
  name                  = "assets"
  storage_account_id    = azurerm_storage_account.assets.id
  container_access_type = "private"
}

resource "azurerm_virtual_network" "main" {
  name          = "main"
  address_space = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "main" {
  name                 = "main"
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_network_security_group" "main" {
  name = "main"
  security_rule {
    name                       = "office"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_range     = "22"
    source_address_prefix      = "203.0.113.0/24"
    destination_address_prefix = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "main" {
  subnet_id                 = azurerm_subnet.main.id
  network_security_group_id = azurerm_network_security_group.main.id
}

resource "azurerm_network_security_rule" "database" {
  name                        = "database"
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  destination_port_range      = "5432"
  source_address_prefix       = "10.0.0.0/16"
  network_security_group_name = azurerm_network_security_group.main.name
}

resource "azurerm_network_watcher_flow_log" "main" {
  name    = "main"
  enabled = true
  retention_policy {
    enabled = true
    days    = 90
  }
}

resource "azurerm_network_interface" "worker" {
  name = "worker"
  ip_configuration {
    name                          = "internal"
    subnet_id                     = azurerm_subnet.main.id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_linux_virtual_machine" "worker" {
  name                       = "worker"
  size                       = "Standard_B2s"
  admin_username             = "ops"
  encryption_at_host_enabled = true
  network_interface_ids      = [azurerm_network_interface.worker.id]
  admin_ssh_key {
    username   = "ops"
    public_key = file("ops.pub")
  }
}

resource "azurerm_windows_virtual_machine" "desk" {
  name                       = "desk"
  admin_username             = "ops"
  admin_password             = var.password
  encryption_at_host_enabled = true
}

resource "azurerm_managed_disk" "data" {
  name                   = "data"
  disk_encryption_set_id = azurerm_disk_encryption_set.main.id
  network_access_policy  = "DenyAll"
}

resource "azurerm_mssql_server" "orders" {
  name                          = "orders"
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false
  administrator_login           = "ops"
  administrator_login_password  = var.password
  azuread_administrator {
    login_username = "dba"
    object_id      = var.dba
  }
}

resource "azurerm_mssql_server_extended_auditing_policy" "orders" {
  server_id = azurerm_mssql_server.orders.id
}

resource "azurerm_mssql_database" "orders" {
  name      = "orders"
  server_id = azurerm_mssql_server.orders.id
}

resource "azurerm_mssql_firewall_rule" "office" {
  name             = "office"
  server_id        = azurerm_mssql_server.orders.id
  start_ip_address = "203.0.113.10"
  end_ip_address   = "203.0.113.20"
}

resource "azurerm_postgresql_flexible_server" "stock" {
  name                          = "stock"
  version                       = "17"
  delegated_subnet_id           = azurerm_subnet.main.id
  public_network_access_enabled = false
  administrator_login           = "ops"
  administrator_password        = var.password
  backup_retention_days         = 14
  geo_redundant_backup_enabled  = true
}

resource "azurerm_postgresql_flexible_server_configuration" "tls" {
  name      = "require_secure_transport"
  server_id = azurerm_postgresql_flexible_server.stock.id
  value     = "on"
}

resource "azurerm_cosmosdb_account" "carts" {
  name                          = "carts"
  offer_type                    = "Standard"
  public_network_access_enabled = false
  local_authentication_disabled = true
  key_vault_key_id              = azurerm_key_vault_key.main.id
}

resource "azurerm_key_vault" "main" {
  name                       = "shop"
  purge_protection_enabled   = true
  rbac_authorization_enabled = true
  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
}

resource "azurerm_key_vault_key" "main" {
  name            = "main"
  key_vault_id    = azurerm_key_vault.main.id
  key_type        = "RSA"
  expiration_date = "2030-12-31T00:00:00Z"
}

resource "azurerm_key_vault_secret" "api" {
  name            = "api"
  key_vault_id    = azurerm_key_vault.main.id
  value           = var.secret
  expiration_date = "2030-12-31T00:00:00Z"
}

resource "azurerm_kubernetes_cluster" "main" {
  name                    = "main"
  private_cluster_enabled = true
  local_account_disabled  = true
  azure_policy_enabled    = true
  disk_encryption_set_id  = azurerm_disk_encryption_set.main.id
  network_profile {
    network_plugin = "azure"
    network_policy = "calico"
  }
  oms_agent { log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id }
}

resource "azurerm_kubernetes_cluster_node_pool" "main" {
  name                    = "main"
  kubernetes_cluster_id   = azurerm_kubernetes_cluster.main.id
  host_encryption_enabled = true
}

resource "azurerm_container_registry" "images" {
  name                          = "images"
  sku                           = "Premium"
  admin_enabled                 = false
  public_network_access_enabled = false
}

resource "azurerm_linux_web_app" "shop" {
  name       = "shop"
  https_only = true
  identity { type = "SystemAssigned" }
  site_config {
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
  }
}

resource "azurerm_redis_cache" "cache" {
  name                          = "cache"
  minimum_tls_version           = "1.2"
  non_ssl_port_enabled          = false
  public_network_access_enabled = false
}

resource "azurerm_servicebus_namespace" "orders" {
  name                          = "orders"
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false
  local_auth_enabled            = false
}

resource "azurerm_eventhub_namespace" "clicks" {
  name                          = "clicks"
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false
  local_authentication_enabled  = false
}

resource "azurerm_application_gateway" "shop" {
  name               = "shop"
  firewall_policy_id = azurerm_web_application_firewall_policy.shop.id
  ssl_policy {
    policy_type = "Predefined"
    policy_name = "AppGwSslPolicy20220101"
  }
}

resource "azurerm_web_application_firewall_policy" "shop" {
  name = "shop"
  policy_settings { mode = "Prevention" }
}

resource "azurerm_log_analytics_workspace" "main" {
  name              = "main"
  retention_in_days = 90
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.shop.id
  role_definition_name = "Reader"
  principal_id         = var.team
}

resource "azurerm_recovery_services_vault" "main" {
  name                = "main"
  soft_delete_enabled = true
}
