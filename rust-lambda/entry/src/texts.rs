//! Reading large answers from the bucket beside the table: one signed GET for each.

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use crate::items::Failure;

/// For one object; S3 answers within some tens of milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls of one object: a lost connection or a busy server is asked again at once.
const TRIES: usize = 3;

/// The bucket of large texts.
#[derive(Clone, Debug)]
pub struct Texts {
    settings: SdkConfig,
    connector: SharedHttpConnector,
    bucket: String,
}

impl Texts {
    /// The bucket `bucket` with the settings of the table's client.
    pub fn open(settings: &SdkConfig, bucket: String) -> Texts {
        let connector = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring)).build();
        Texts { settings: settings.clone(), connector: SharedHttpConnector::new(connector), bucket }
    }

    /// The text under a key.
    ///
    /// # Errors
    /// Fails if there is none, or if the bucket cannot be read.
    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let mut failed = String::new();
        for _ in 0..TRIES {
            match tokio::time::timeout(PATIENCE, self.ask(key)).await {
                Ok(Ok((200, bytes))) => {
                    return String::from_utf8(bytes)
                        .map_err(|_| Failure::BadItem(format!("the text {key} is not in UTF-8")));
                }
                // An answer that has been corrected since its item was read, or that is being removed.
                Ok(Ok((status, _))) if (400..500).contains(&status) => {
                    return Err(Failure::TableUnavailable(format!("the text {key}: status {status}")));
                }
                Ok(Ok((status, _))) => failed = format!("status {status}"),
                Ok(Err(reason)) => failed = reason,
                Err(_) => failed = format!("no answer within {} s", PATIENCE.as_secs()),
            }
        }
        Err(Failure::TableUnavailable(format!("the text {key}: {failed}")))
    }

    async fn ask(&self, key: &str) -> Result<(u16, Vec<u8>), String> {
        let request = self.signed(&address(&self.settings, &self.bucket, key)).await?;
        let reply = self.connector.call(request).await.map_err(|error| error.to_string())?;
        let status = reply.status().as_u16();
        let body = ByteStream::new(reply.into_body()).collect().await.map_err(|error| error.to_string())?;
        Ok((status, body.to_vec()))
    }

    async fn signed(&self, address: &str) -> Result<HttpRequest, String> {
        let provider = self.settings.credentials_provider().ok_or("there are no credentials")?;
        let identity = provider.provide_credentials().await.map_err(|error| error.to_string())?.into();
        let mut how = SigningSettings::default();
        // As S3 wants it: a key stands in its path as it is, and the digest of the body in a header.
        how.percent_encoding_mode = PercentEncodingMode::Single;
        how.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        how.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(region(&self.settings))
            .name("s3")
            .time(SystemTime::now())
            .settings(how)
            .build()
            .map_err(|error| error.to_string())?
            .into();
        let signable = SignableRequest::new("GET", address, std::iter::empty(), SignableBody::Bytes(&[]));
        let signature =
            sign(signable.map_err(|error| error.to_string())?, &params).map_err(|error| error.to_string())?;
        let (headers, _) = signature.into_parts().0.into_parts();
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(address).map_err(|error| error.to_string())?;
        for header in headers {
            request.headers_mut().insert(header.name(), header.value().to_owned());
        }
        Ok(request)
    }
}

/// Where an object is: below the address that leads to another endpoint, or at the bucket's own host. Keys are made of letters, digits
/// and `/._-`, which stand in a path as they are.
fn address(settings: &SdkConfig, bucket: &str, key: &str) -> String {
    match settings.endpoint_url() {
        Some(endpoint) => format!("{}/{bucket}/{key}", endpoint.trim_end_matches('/')),
        None => {
            let region = region(settings);
            let china = if region.starts_with("cn-") { ".cn" } else { "" };
            format!("https://{bucket}.s3.{region}.amazonaws.com{china}/{key}")
        }
    }
}

fn region(settings: &SdkConfig) -> &str {
    settings.region().map_or("us-east-1", AsRef::as_ref)
}

#[cfg(test)]
mod tests {
    use aws_config::{BehaviorVersion, Region};

    use super::*;

    fn settings(region: &'static str, endpoint: Option<&str>) -> SdkConfig {
        let mut builder = SdkConfig::builder().behavior_version(BehaviorVersion::latest()).region(Region::new(region));
        builder.set_endpoint_url(endpoint.map(str::to_owned));
        builder.build()
    }

    #[test]
    fn an_object_has_a_host_of_its_bucket_or_a_path_below_an_endpoint() {
        let key = "answers/run/ada-00.json";
        assert_eq!(
            address(&settings("eu-central-1", None), "texts", key),
            "https://texts.s3.eu-central-1.amazonaws.com/answers/run/ada-00.json"
        );
        assert_eq!(
            address(&settings("cn-north-1", None), "texts", key),
            "https://texts.s3.cn-north-1.amazonaws.com.cn/answers/run/ada-00.json"
        );
        assert_eq!(
            address(&settings("us-east-1", Some("http://127.0.0.1:4566/")), "texts", key),
            "http://127.0.0.1:4566/texts/answers/run/ada-00.json"
        );
    }
}
