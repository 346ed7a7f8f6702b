//! Lock files that are lines: Cargo, poetry and uv in blocks of TOML, the first yarn, Ruby. Linear.

use super::Package;

/// The packages of a text.
pub fn packages(text: &str) -> Vec<Package> {
    if text.lines().any(|line| line.trim_end() == "[[package]]") {
        blocks(text)
    } else if text.lines().any(|line| line.trim_end() == "DEPENDENCIES") {
        ruby(text)
    } else if text.lines().any(|line| line.contains(" h1:")) {
        text.lines().enumerate().filter_map(go).collect()
    } else {
        yarn(text)
    }
}

/// The value behind `key = "` on a line, or inside of a table on it.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let from = line.match_indices(key).find(|(at, _)| {
        let before = line[..*at].chars().next_back();
        before.is_none_or(|c| c == ' ' || c == '{' || c == ',') && line[at + key.len()..].trim_start().starts_with('=')
    })?;
    let rest = line[from.0 + key.len()..].trim_start().strip_prefix('=')?.trim_start();
    rest.strip_prefix('"')?.split('"').next()
}

fn blocks(text: &str) -> Vec<Package> {
    let mut all: Vec<Package> = Vec::new();
    // Whether the lock file is Cargo's, which writes checksums for what comes from a registry only.
    let cargo = text.lines().any(|line| line.starts_with("source = \"") || line.starts_with("checksum = \""));
    let mut section = false;
    for (at, line) in text.lines().enumerate() {
        let number = at as u32 + 1;
        if line.trim_end() == "[[package]]" {
            all.push(Package { line: number, checkable: !cargo, ..Package::default() });
            section = false;
            continue;
        }
        let Some(package) = all.last_mut() else { continue };
        if line.starts_with('[') {
            section = line.trim_end() == "[package.source]";
            if !section && !line.starts_with("[package.") {
                // Sections of the whole file follow the packages.
                all.push(Package::default());
            }
            continue;
        }
        if line.starts_with("name = ") && package.name.is_empty() {
            package.name = value(line, "name").unwrap_or_default().to_owned();
        }
        if line.starts_with("version = ") && package.version.is_empty() {
            package.version = value(line, "version").unwrap_or_default().to_owned();
        }
        package.checksums.extend(value(line, "checksum").or_else(|| value(line, "hash")).map(str::to_owned));
        let git = value(line, "git").or_else(|| {
            (section && line.starts_with("url = ") && package.place.is_none()).then(|| value(line, "url")).flatten()
        });
        if line.starts_with("source = \"") {
            let source = value(line, "source").unwrap_or_default();
            package.place =
                Some((source.trim_start_matches("registry+").trim_start_matches("sparse+").to_owned(), number));
            package.checkable = source.starts_with("registry+") || source.starts_with("sparse+");
        } else if line.starts_with("source = {") {
            let local = ["editable", "virtual", "directory", "path"].iter().any(|key| value(line, key).is_some());
            let from = value(line, "git").map(|place| format!("git+{place}"));
            let from = from.or_else(|| value(line, "registry").or_else(|| value(line, "url")).map(str::to_owned));
            package.place = from.map(|from| (from, number));
            package.checkable = !local;
        } else if section && line.starts_with("type = \"git\"") {
            package.place = Some(("git+".to_owned(), number));
            package.checkable = false;
        } else if section && line.starts_with("type = \"directory\"") {
            package.checkable = false;
        } else if let Some(place) = git {
            package.place = Some((place.to_owned(), number));
        } else if let Some(place) = value(line, "url").filter(|place| place.starts_with("http://")) {
            package.place = Some((place.to_owned(), number));
        }
    }
    all.retain(|package| !package.name.is_empty());
    all
}

/// A block of the first yarn: a name at the margin, its members further in.
fn yarn(text: &str) -> Vec<Package> {
    let mut all: Vec<Package> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at as u32 + 1;
        if !line.starts_with([' ', '#']) && line.trim_end().ends_with(':') {
            let name = line.trim_end().trim_end_matches(':').trim_matches('"').to_owned();
            let real = real(&name).to_owned();
            all.push(Package { name, real, line: number, ..Package::default() });
            continue;
        }
        let Some(package) = all.last_mut() else { continue };
        if let Some(place) = line.strip_prefix("  resolved ") {
            let place = place.trim().trim_matches('"');
            // The checksum of old versions stands behind the place.
            let digest = place.rsplit_once('#').map_or("", |(_, digest)| digest);
            if digest.len() == 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                package.checksums.push(digest.to_owned());
            }
            package.place = Some((place.to_owned(), number));
            package.checkable = place.contains("://");
        }
        if let Some(sums) = line.strip_prefix("  integrity ") {
            package.checksums.extend(sums.split_whitespace().map(str::to_owned));
        }
        if let Some(version) = line.strip_prefix("  version ") {
            package.version = version.trim().trim_matches('"').to_owned();
        }
    }
    all
}

/// The name at the registry of what yarn calls `lodash@^4, lodash@^4.1` or `other@npm:lodash@^4`.
fn real(name: &str) -> &str {
    let first = name.split(',').next().unwrap_or_default().trim().trim_matches('"');
    let first = first.split_once("@npm:").map_or(first, |(_, behind)| behind);
    let end = first.get(1..).and_then(|rest| rest.find('@')).map_or(first.len(), |at| at + 1);
    &first[..end]
}

/// `example.org/a v1.0.0 h1:…=`
fn go((at, line): (usize, &str)) -> Option<Package> {
    let mut words = line.split_whitespace();
    let (name, version, sum) = (words.next()?.to_owned(), words.next()?.to_owned(), words.next()?.to_owned());
    Some(Package { name, version, line: at as u32 + 1, checksums: vec![sum], ..Package::default() })
}

/// Ruby names the place of a section; its packages have checksums only where somebody asked for them.
fn ruby(text: &str) -> Vec<Package> {
    let (mut git, mut sums) = (false, false);
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !line.starts_with(' ') {
            git = line.trim_end() == "GIT";
            sums = line.trim_end() == "CHECKSUMS";
        }
        // `  a (1.0) sha256=…`
        if let Some((named, rest)) = line.trim().split_once(" (").filter(|_| sums) {
            let (version, sum) = rest.split_once(')').unwrap_or((rest, ""));
            let (name, version) = (named.to_owned(), version.to_owned());
            let checksums = sum.split([' ', ',']).filter(|sum| !sum.is_empty()).map(str::to_owned).collect();
            all.push(Package { name, version, line: at as u32 + 1, checksums, ..Package::default() });
        }
        if let Some(place) = line.strip_prefix("  remote: ") {
            let prefix = if git && !place.starts_with("git") { "git+" } else { "" };
            let line = at as u32 + 1;
            let place = Some((format!("{prefix}{}", place.trim()), line));
            all.push(Package { name: String::new(), line, place, ..Package::default() });
        }
    }
    all
}
