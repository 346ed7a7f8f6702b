//! Actions by which a holder makes itself an administrator, alone or together.

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

/// Whether a pattern with `*` and `?` covers a text, both in small letters. Linear but for the last `*`.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[place] => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((starred, from)) = star else { return false };
                star = Some((starred, from + 1));
                at = starred + 1;
                place = from + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}
