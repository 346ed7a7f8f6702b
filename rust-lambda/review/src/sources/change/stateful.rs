//! Which resources hold data, and which ones guard.

use super::catalogue::{DESTROYS_DATA, DESTROYS_PROTECTION, DESTROYS_RESOURCE, DESTROYS_UNKNOWN, MAY_DESTROY_DATA};
use crate::rule::Rule;
use crate::types::is_stateless;

/// Types that hold data: CloudFormation, Terraform, Kubernetes.
pub(super) const STATEFUL: &[&str] = &[
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::RDS::GlobalCluster",
    "AWS::DynamoDB::Table",
    "AWS::DynamoDB::GlobalTable",
    "AWS::S3::Bucket",
    "AWS::EFS::FileSystem",
    "AWS::FSx::FileSystem",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::CacheCluster",
    "AWS::Redshift::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::DocDB::DBCluster",
    "AWS::OpenSearchService::Domain",
    "AWS::Elasticsearch::Domain",
    "AWS::Kinesis::Stream",
    "AWS::MSK::Cluster",
    "AWS::EC2::Volume",
    "AWS::KMS::Key",
    "AWS::Cognito::UserPool",
    "AWS::SecretsManager::Secret",
    "AWS::ECR::Repository",
    "AWS::Backup::BackupVault",
    "AWS::Timestream::Table",
    "AWS::Timestream::Database",
    "AWS::MemoryDB::Cluster",
    "AWS::Route53::HostedZone",
    "AWS::SQS::Queue",
    "AWS::Serverless::SimpleTable",
    "AWS::Cassandra::Table",
    "AWS::QLDB::Ledger",
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
    "aws_rds_cluster_instance",
    "aws_dynamodb_table",
    "aws_dynamodb_global_table",
    "aws_s3_bucket",
    "aws_s3_directory_bucket",
    "aws_efs_file_system",
    "aws_fsx_lustre_file_system",
    "aws_fsx_ontap_file_system",
    "aws_fsx_windows_file_system",
    "aws_elasticache_replication_group",
    "aws_elasticache_cluster",
    "aws_redshift_cluster",
    "aws_neptune_cluster",
    "aws_docdb_cluster",
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    "aws_kinesis_stream",
    "aws_msk_cluster",
    "aws_ebs_volume",
    "aws_kms_key",
    "aws_cognito_user_pool",
    "aws_secretsmanager_secret",
    "aws_ecr_repository",
    "aws_backup_vault",
    "aws_timestreamwrite_table",
    "aws_memorydb_cluster",
    "aws_route53_zone",
    "aws_sqs_queue",
    "aws_keyspaces_table",
    "aws_qldb_ledger",
    "aws_lightsail_database",
    "google_sql_database_instance",
    "google_sql_database",
    "google_storage_bucket",
    "google_bigquery_dataset",
    "google_bigquery_table",
    "google_spanner_instance",
    "google_spanner_database",
    "google_bigtable_instance",
    "google_compute_disk",
    "google_filestore_instance",
    "google_redis_instance",
    "google_alloydb_cluster",
    "google_firestore_database",
    "google_kms_crypto_key",
    "google_secret_manager_secret",
    "google_pubsub_topic",
    "azurerm_storage_account",
    "azurerm_storage_container",
    "azurerm_mssql_database",
    "azurerm_mssql_server",
    "azurerm_sql_database",
    "azurerm_postgresql_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_postgresql_database",
    "azurerm_mysql_server",
    "azurerm_mysql_flexible_server",
    "azurerm_mariadb_server",
    "azurerm_cosmosdb_account",
    "azurerm_managed_disk",
    "azurerm_key_vault",
    "azurerm_key_vault_key",
    "azurerm_redis_cache",
    "azurerm_kusto_cluster",
    "azurerm_container_registry",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "StatefulSet",
    "Namespace",
    "CustomResourceDefinition",
];

/// Types that watch or guard.
pub(super) const GUARDS: &[&str] = &[
    "AWS::CloudTrail::Trail",
    "AWS::GuardDuty::Detector",
    "AWS::Config::ConfigurationRecorder",
    "AWS::Config::ConfigRule",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::EC2::FlowLog",
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::WebACLAssociation",
    "AWS::SecurityHub::Hub",
    "AWS::Backup::BackupPlan",
    "AWS::S3::BucketPolicy",
    "aws_cloudtrail",
    "aws_guardduty_detector",
    "aws_config_configuration_recorder",
    "aws_config_config_rule",
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_composite_alarm",
    "aws_flow_log",
    "aws_wafv2_web_acl",
    "aws_wafv2_web_acl_association",
    "aws_securityhub_account",
    "aws_backup_plan",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_s3_account_public_access_block",
    "google_logging_project_sink",
    "google_monitoring_alert_policy",
    "azurerm_monitor_metric_alert",
    "azurerm_monitor_diagnostic_setting",
    "NetworkPolicy",
    "PodDisruptionBudget",
    "PrometheusRule",
];

/// The rule about the loss of a resource, by what its type is. What nobody knows may hold data.
pub fn loss(kind: &str) -> &'static Rule {
    match kind {
        _ if is_stateful(kind) => &DESTROYS_DATA,
        _ if is_guard(kind) => &DESTROYS_PROTECTION,
        _ if is_stateless(kind) => &DESTROYS_RESOURCE,
        _ => &DESTROYS_UNKNOWN,
    }
}

/// The rule about a resource that is replaced by a new one; none where nothing is lost by it.
pub fn replacement(kind: &str) -> Option<&'static Rule> {
    let rule = loss(kind);
    ["DESTROYS_DATA", "DESTROYS_UNKNOWN"].contains(&rule.id).then_some(rule)
}

/// The rule about a resource that may be lost, where only a run tells whether it is; none where nothing is lost by it.
pub fn may_lose(kind: &str) -> Option<&'static Rule> {
    match loss(kind).id {
        "DESTROYS_DATA" => Some(&MAY_DESTROY_DATA),
        "DESTROYS_RESOURCE" => None,
        _ => Some(loss(kind)),
    }
}

/// Whether a type holds data.
pub fn is_stateful(kind: &str) -> bool {
    STATEFUL.contains(&kind)
}

/// Whether a type watches or guards.
pub fn is_guard(kind: &str) -> bool {
    GUARDS.contains(&kind)
}

/// A name in small letters without anything between them: `deletion_protection` and `DeletionProtection` are one.
pub fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::{GUARDS, STATEFUL};
    use crate::types::is_stateless;

    #[test]
    fn no_type_that_holds_data_or_guards_may_go_without_a_word() {
        let lost: Vec<_> = STATEFUL.iter().filter(|kind| is_stateless(kind)).collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert!(GUARDS.iter().all(|kind| super::loss(kind).id == "DESTROYS_PROTECTION"));
    }
}
