#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Exemplary {
    #[schemars(example = "an_example")]
    value: u8,
}

fn an_example() -> u8 {
    5
}

authors! {
    Exemplary => [Exemplary { value: 1 }];
}
