//! Rules of our own about policies of IAM.

use crate::rule::rules;

rules! {
    IAM_ALLOWS_ALL High High "least-privilege" 269 "A policy allows every action on everything"
        "It is an administrator, whatever its name says." "Name the actions and resources."
    IAM_SERVICE_WILDCARD Medium High "least-privilege" 269 "A policy allows every action of a service on everything"
        "It may delete and give away what it only needs to read." "Name the actions, and the resources."
    IAM_ANY_PRINCIPAL High High "public-exposure" 284 "A policy trusts everybody"
        "Any account of AWS may do this." "Name the accounts or roles, or add a condition."
    IAM_NOT_ACTION Medium High "least-privilege" 269 "A policy allows everything but what it names"
        "Every new action of AWS is allowed at once." "Name what is allowed."
    IAM_ESCALATION High Medium "least-privilege" 269 "A policy lets its holder take any role"
        "With this action on everything one makes oneself an administrator." "Name the roles or policies that it may touch."
    IAM_ESCALATION_SET High High "least-privilege" 269 "A policy lets its holder start something that acts as any role"
        "What is started has the rights of an administrator's role, and does what its starter says." "Name the roles that may be passed on, and to which service (iam:PassedToService)."
    IAM_ADMIN_POLICY High High "least-privilege" 269 "The policy of an administrator is attached"
        "Whoever holds this role or user may do everything, or give itself the rest." "Attach a policy that names what is needed."
    IAM_NOT_PRINCIPAL High High "public-exposure" 284 "A policy trusts everybody but whom it names"
        "Any other account of AWS may do this." "Name whom it trusts."
    IAM_NOT_RESOURCE Medium High "least-privilege" 269 "A policy allows everything but the resources that it names"
        "What is made tomorrow is allowed at once." "Name the resources."
    IAM_WEB_IDENTITY High High "public-exposure" 284 "A role may be taken by everybody who has an account at a provider"
        "Each of them gets a token of the same issuer: any repository, project or workspace of anybody may take this role." "Compare the claim that names the owner and the project (sub, say) with StringEquals."
    IAM_WEB_IDENTITY_OWNER Medium Medium "least-privilege" 269 "A role may be taken by all projects of an owner"
        "Whoever may write to any of them has what this one needs." "Name the project, and the branch or environment."
}
