terraform {
  backend "local" {} # expect: change LOSES_STATE
}
