//! Reading consultations, and what is known of their experts, from the DynamoDB table: by key, nothing else.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::DisplayErrorContext;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

use tokio::task::JoinSet;

use crate::items::{self, Attributes, Failure};
use crate::texts::Texts;

/// The table of the circle.
#[derive(Clone, Debug)]
pub struct Table {
    client: Client,
    name: String,
    /// Answers that are too large for an item.
    texts: Option<Texts>,
}

impl Table {
    /// Opens the table `name`, and the bucket `texts` beside it, with the settings of the environment; `AWS_ENDPOINT_URL`
    /// leads to another endpoint, plain http included.
    pub async fn open(name: String, texts: Option<String>) -> Table {
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let settings = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;
        let texts = texts.map(|bucket| Texts::open(&settings, bucket));
        Table { client: Client::new(&settings), name, texts }
    }

    /// The run of a consultation, if there is one: its state, with what was asked.
    ///
    /// # Errors
    /// Fails if the table cannot be read.
    pub async fn run(&self, id: &str) -> Result<Option<Attributes>, Failure> {
        let Some(state) = self.item(id, "RUN").await? else { return Ok(None) };
        // The first version kept both in one item.
        if state.contains_key("question") {
            return Ok(Some(state));
        }
        let mut run = self.item(id, "QUESTION").await?.unwrap_or_default();
        run.extend(state);
        Ok(Some(run))
    }

    /// The feedback on a consultation, if there is any.
    ///
    /// # Errors
    /// Fails if the table cannot be read.
    pub async fn feedback(&self, id: &str) -> Result<Option<Attributes>, Failure> {
        self.item(id, "FEEDBACK").await
    }

    async fn item(&self, id: &str, sort_key: &str) -> Result<Option<Attributes>, Failure> {
        let request = self.client.get_item().table_name(&self.name).consistent_read(true);
        let found = request.key("pk", partition(id)).key("sk", text(sort_key)).send().await;
        found.map(|output| output.item).map_err(|error| unavailable(&error))
    }

    /// All opinion items of a consultation, over all pages, each with its words.
    ///
    /// # Errors
    /// Fails if the table or the bucket beside it cannot be read.
    pub async fn opinions(&self, id: &str) -> Result<Vec<Attributes>, Failure> {
        let mut opinions = self.query(partition(id), "OPINION#").await?;
        let mut reading = JoinSet::new();
        for (place, item) in opinions.iter().enumerate() {
            let Some(key) = items::key_of_words(item).map(str::to_owned) else { continue };
            let texts = self.texts.clone().ok_or_else(|| Failure::BadItem("TEXTS_BUCKET is not set".to_owned()))?;
            reading.spawn(async move { (place, texts.get(&key).await) });
        }
        while let Some(read) = reading.join_next().await {
            let (place, text) = read.map_err(|error| Failure::TableUnavailable(error.to_string()))?;
            items::add_words(&mut opinions[place], &text?)?;
        }
        Ok(opinions)
    }

    /// What is known of the experts.
    ///
    /// # Errors
    /// Fails if the table cannot be read.
    pub async fn reliability(&self, partition: &str) -> Result<Vec<Attributes>, Failure> {
        self.query(text(partition), items::reliability_prefix()).await
    }

    /// All items of a partition whose sort key begins with `prefix`, over all pages.
    async fn query(&self, partition: AttributeValue, prefix: &str) -> Result<Vec<Attributes>, Failure> {
        let request = self.client.query().table_name(&self.name).consistent_read(true);
        let request = request.key_condition_expression("pk = :pk AND begins_with(sk, :sk)");
        let request =
            request.expression_attribute_values(":pk", partition).expression_attribute_values(":sk", text(prefix));
        let mut pages = request.into_paginator().send();
        let mut items = Vec::new();
        while let Some(page) = pages.next().await {
            items.extend(page.map_err(|error| unavailable(&error))?.items.unwrap_or_default());
        }
        Ok(items)
    }
}

fn partition(id: &str) -> AttributeValue {
    text(&format!("CONSULTATION#{id}"))
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn unavailable(error: &(impl std::error::Error + 'static)) -> Failure {
    Failure::TableUnavailable(DisplayErrorContext(error).to_string())
}
