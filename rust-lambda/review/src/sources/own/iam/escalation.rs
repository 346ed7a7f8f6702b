//! Actions by which a holder makes itself an administrator, alone or together.

use crate::types::matches;

/// Enough alone, where they are allowed on everything.
const ALONE: [&str; 25] = [
    "iam:passrole",
    "iam:createpolicyversion",
    "iam:setdefaultpolicyversion",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:attachgrouppolicy",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:putgrouppolicy",
    "iam:addusertogroup",
    "iam:updateassumerolepolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:updateloginprofile",
    "iam:createservicespecificcredential",
    "iam:deactivatemfadevice",
    "iam:deleterolepermissionsboundary",
    "iam:deleteuserpermissionsboundary",
    "iam:putrolepermissionsboundary",
    "iam:putuserpermissionsboundary",
    "lambda:updatefunctioncode",
    "lambda:updatefunctionconfiguration",
    "glue:updatedevendpoint",
    "ssm:sendcommand",
    "sts:assumerole",
];

/// With `iam:PassRole` each of these starts something that acts as the role: all actions of a row are needed.
const WITH_PASS_ROLE: [&[&str]; 17] = [
    &["lambda:createfunction", "lambda:invokefunction"],
    &["lambda:createfunction", "lambda:createeventsourcemapping"],
    &["lambda:createfunction", "lambda:addpermission"],
    &["ec2:runinstances"],
    &["ec2:associateiaminstanceprofile"],
    &["ecs:runtask"],
    &["ecs:registertaskdefinition", "ecs:createservice"],
    &["cloudformation:createstack"],
    &["cloudformation:createchangeset", "cloudformation:executechangeset"],
    &["glue:createdevendpoint"],
    &["glue:createjob", "glue:startjobrun"],
    &["datapipeline:createpipeline", "datapipeline:putpipelinedefinition"],
    &["codebuild:createproject", "codebuild:startbuild"],
    &["sagemaker:createnotebookinstance"],
    &["states:createstatemachine", "states:startexecution"],
    &["scheduler:createschedule"],
    &["ssm:startautomationexecution"],
];

/// The action of the list above that a pattern allows.
pub fn alone(pattern: &str) -> Option<&'static str> {
    ALONE.into_iter().find(|action| matches(pattern, action))
}

/// The set that patterns allow together, beside a role that is passed on.
pub fn together(patterns: &[&str]) -> Option<String> {
    let allowed = |action: &str| patterns.iter().any(|pattern| matches(pattern, action));
    if !allowed("iam:passrole") {
        return None;
    }
    let set = WITH_PASS_ROLE.iter().find(|set| set.iter().all(|action| allowed(action)))?;
    Some(format!("iam:passrole with {}", set.join(" and ")))
}
