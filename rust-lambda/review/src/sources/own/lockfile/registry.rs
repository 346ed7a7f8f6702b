//! Whether an address at a registry is that of the package and version which it stands for.

use super::Package;

/// Whether what is loaded is another package, or another version. Known where the address has the form of npm:
/// `…/NAME/-/NAME-VERSION.tgz`.
pub fn is_of_another(package: &Package) -> bool {
    let Some((place, _)) = &package.place else { return false };
    let Some((before, file)) = place.rsplit_once("/-/") else { return false };
    if package.real.is_empty() {
        return false;
    }
    let named = before.replace("%2f", "/").replace("%2F", "/");
    if !named.ends_with(&format!("/{}", package.real)) {
        return true;
    }
    let file = file.split(['?', '#']).next().unwrap_or_default();
    let own = package.real.rsplit('/').next().unwrap_or_default();
    let version = package.version.split('+').next().unwrap_or_default();
    let rest = file.rsplit('/').next().unwrap_or_default().strip_prefix(own).and_then(|rest| rest.strip_prefix('-'));
    !version.is_empty() && !rest.is_some_and(|rest| rest.starts_with(version) && rest.ends_with(".tgz"))
}
