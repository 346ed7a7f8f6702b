//! A verdict in words and figures.

/// Explains one line.
///
/// # Errors
/// Says why the line is no verdict.
pub fn line(line: &[u8]) -> Result<String, String> {
    let value: serde_json::Value = serde_json::from_slice(line).map_err(|error| format!("no JSON: {error}"))?;
    Ok(format!("{value}\n"))
}
