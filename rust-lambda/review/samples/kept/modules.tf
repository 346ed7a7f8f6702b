module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.15.0"

  name            = "shop"
  cidr            = "10.20.0.0/16"
  azs             = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  private_subnets = ["10.20.1.0/24", "10.20.2.0/24", "10.20.3.0/24"]
  public_subnets  = ["10.20.101.0/24", "10.20.102.0/24", "10.20.103.0/24"]

  enable_nat_gateway   = true
  enable_flow_log      = true
  enable_dns_hostnames = true
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.29.0"

  cluster_name                    = "shop"
  cluster_version                 = "1.31"
  vpc_id                          = module.vpc.vpc_id
  subnet_ids                      = module.vpc.private_subnets
  cluster_endpoint_public_access  = false
  cluster_enabled_log_types       = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  enable_irsa                     = true

  eks_managed_node_groups = {
    default = {
      instance_types = ["m7g.large"]
      min_size       = 2
      max_size       = 6
      desired_size   = 3
    }
  }
}

module "db" {
  source  = "terraform-aws-modules/rds/aws"
  version = "6.10.0"

  identifier                          = "shop"
  engine                              = "postgres"
  engine_version                      = "16.4"
  family                              = "postgres16"
  instance_class                      = "db.m7g.large"
  allocated_storage                   = 100
  db_name                             = "shop"
  username                            = "shop_owner"
  manage_master_user_password         = true
  iam_database_authentication_enabled = true
  multi_az                            = true
  backup_retention_period             = 14
  deletion_protection                 = true
  vpc_security_group_ids              = [module.db_group.security_group_id]
  db_subnet_group_name                = module.vpc.database_subnet_group
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
}

module "db_group" {
  source  = "terraform-aws-modules/security-group/aws"
  version = "5.2.0"

  name   = "shop-db"
  vpc_id = module.vpc.vpc_id
  ingress_with_source_security_group_id = [
    { rule = "postgresql-tcp", source_security_group_id = module.eks.node_security_group_id },
  ]
}
