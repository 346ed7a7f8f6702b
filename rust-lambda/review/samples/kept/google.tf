resource "google_project_iam_member" "reader" {
  project = var.project
  role    = "roles/viewer"
  member  = "group:team@example.com"
}

resource "google_service_account" "shop" {
  account_id = "shop"
}

resource "google_storage_bucket" "assets" {
  name                        = "shop-assets"
  location                    = "EU"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  versioning { enabled = true }
  logging { log_bucket = "shop-logs" }
}

resource "google_storage_bucket_iam_member" "assets" {
  bucket = google_storage_bucket.assets.name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.shop.email}"
}

resource "google_compute_network" "main" {
  name                    = "main"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "main" {
  name                     = "main"
  network                  = google_compute_network.main.id
  ip_cidr_range            = "10.0.0.0/20"
  private_ip_google_access = true
  log_config { flow_sampling = 0.5 }
}

resource "google_compute_firewall" "office" {
  name          = "office-ssh"
  network       = google_compute_network.main.name
  source_ranges = ["203.0.113.0/24"]
  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
  log_config { metadata = "INCLUDE_ALL_METADATA" }
}

resource "google_compute_router" "main" {
  name    = "main"
  network = google_compute_network.main.id
}

resource "google_compute_router_nat" "main" {
  name                               = "main"
  router                             = google_compute_router.main.name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
  log_config {
    enable = true
    filter = "ERRORS_ONLY"
  }
}

resource "google_compute_instance" "worker" {
  name         = "worker"
  machine_type = "e2-small"
  metadata = {
    block-project-ssh-keys = "true"
    enable-oslogin         = "true"
  }
  boot_disk {
    initialize_params { image = "debian-cloud/debian-13" }
  }
  network_interface { subnetwork = google_compute_subnetwork.main.id }
  service_account {
    email  = google_service_account.shop.email
    scopes = ["cloud-platform"]
  }
  shielded_instance_config { enable_secure_boot = true }
}

resource "google_compute_disk" "data" {
  name = "data"
  disk_encryption_key { kms_key_self_link = google_kms_crypto_key.main.id }
}

resource "google_compute_ssl_policy" "modern" {
  name            = "modern"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "shop" {
  name       = "shop"
  url_map    = google_compute_url_map.shop.id
  ssl_policy = google_compute_ssl_policy.modern.id
}

resource "google_compute_url_map" "shop" {
  name            = "shop"
  default_service = google_compute_backend_service.shop.id
}

resource "google_compute_backend_service" "shop" {
  name            = "shop"
  security_policy = google_compute_security_policy.shop.id
  log_config { enable = true }
}

resource "google_compute_security_policy" "shop" {
  name = "shop"
}

resource "google_sql_database_instance" "orders" {
  name             = "orders"
  database_version = "POSTGRES_17"
  settings {
    tier              = "db-custom-2-7680"
    availability_type = "REGIONAL"
    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.main.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }
    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
    }
  }
  deletion_protection = true
}

resource "google_sql_user" "shop" {
  name     = "shop"
  instance = google_sql_database_instance.orders.name
  password = var.password
}

resource "google_container_cluster" "main" {
  name                     = "main"
  remove_default_node_pool = true
  initial_node_count       = 1
  private_cluster_config {
    enable_private_nodes    = true
    enable_private_endpoint = false
  }
  master_authorized_networks_config {
    cidr_blocks { cidr_block = "203.0.113.0/24" }
  }
  workload_identity_config { workload_pool = "shop.svc.id.goog" }
  network_policy { enabled = true }
  release_channel { channel = "REGULAR" }
  database_encryption {
    state    = "ENCRYPTED"
    key_name = google_kms_crypto_key.main.id
  }
}

resource "google_container_node_pool" "main" {
  cluster = google_container_cluster.main.name
  management {
    auto_upgrade = true
    auto_repair  = true
  }
  node_config {
    service_account = google_service_account.shop.email
    workload_metadata_config { mode = "GKE_METADATA" }
  }
}

resource "google_bigquery_dataset" "sales" {
  dataset_id = "sales"
  default_encryption_configuration { kms_key_name = google_kms_crypto_key.main.id }
}

resource "google_bigquery_table" "orders" {
  dataset_id = google_bigquery_dataset.sales.dataset_id
  table_id   = "orders"
}

resource "google_kms_key_ring" "main" {
  name     = "main"
  location = "europe"
}

resource "google_kms_crypto_key" "main" {
  name            = "main"
  key_ring        = google_kms_key_ring.main.id
  rotation_period = "7776000s"
  lifecycle { prevent_destroy = true }
}

resource "google_secret_manager_secret" "key" {
  secret_id = "key"
  rotation {
    rotation_period    = "7776000s"
    next_rotation_time = "2030-01-01T00:00:00Z"
  }
  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "key" {
  secret      = google_secret_manager_secret.key.id
  secret_data = var.key
}

resource "google_pubsub_topic" "orders" {
  name         = "orders"
  kms_key_name = google_kms_crypto_key.main.id
}

resource "google_pubsub_subscription" "orders" {
  name  = "orders"
  topic = google_pubsub_topic.orders.id
  dead_letter_policy { dead_letter_topic = google_pubsub_topic.orders.id }
}

resource "google_cloud_run_v2_service" "shop" {
  name     = "shop"
  location = "europe-west1"
  ingress  = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  template {
    service_account = google_service_account.shop.email
    containers { image = "europe-docker.pkg.dev/shop/shop/web@sha256:4f1cdb28ad1b21d8a6a3f8b8e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1" }
  }
}

resource "google_cloud_run_v2_service_iam_member" "shop" {
  name   = google_cloud_run_v2_service.shop.name
  role   = "roles/run.invoker"
  member = "serviceAccount:${google_service_account.shop.email}"
}

resource "google_dns_managed_zone" "shop" {
  name     = "shop"
  dns_name = "shop.example."
  dnssec_config { state = "on" }
}

resource "google_redis_instance" "cache" {
  name                    = "cache"
  memory_size_gb          = 1
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
}

resource "google_artifact_registry_repository" "images" {
  repository_id = "images"
  format        = "DOCKER"
  kms_key_name  = google_kms_crypto_key.main.id
  docker_config { immutable_tags = true }
}
