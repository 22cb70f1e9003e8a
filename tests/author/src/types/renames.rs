macro_rules! by_rule {
    ($rule:literal, $structure:ident, $words:ident, $tagged:ident, $other:ident) => {
        #[derive(Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = $rule)]
        pub struct $structure {
            first_word: u8,
            http2_server: Option<bool>,
            x: String,
            #[serde(rename = "left-as.IS")]
            own_name: u8,
        }

        #[derive(Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = $rule)]
        pub enum $words {
            FirstWord,
            Http2Server,
            X,
            #[serde(rename = "left-as.IS")]
            OwnName,
        }

        #[derive(Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", rename_all = $rule, rename_all_fields = $rule)]
        pub enum $tagged {
            FirstWord { first_word: u8 },
            Http2Server { http2_server: Option<bool> },
            #[serde(rename_all = "camelCase")]
            OwnRule { last_word: u8 },
        }

        #[derive(Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = $rule, rename_all_fields = $rule)]
        pub enum $other {
            FirstWord { first_word: u8 },
            Http2Server(bool),
            LastWord,
        }
    };
}

by_rule!("lowercase", LowerStruct, LowerWords, LowerTagged, LowerOther);
by_rule!("UPPERCASE", UpperStruct, UpperWords, UpperTagged, UpperOther);
by_rule!("PascalCase", PascalStruct, PascalWords, PascalTagged, PascalOther);
by_rule!("camelCase", CamelStruct, CamelWords, CamelTagged, CamelOther);
by_rule!("snake_case", SnakeStruct, SnakeWords, SnakeTagged, SnakeOther);
by_rule!("SCREAMING_SNAKE_CASE", LoudStruct, LoudWords, LoudTagged, LoudOther);
by_rule!("kebab-case", KebabStruct, KebabWords, KebabTagged, KebabOther);
by_rule!("SCREAMING-KEBAB-CASE", LoudKebabStruct, LoudKebabWords, LoudKebabTagged, LoudKebabOther);

macro_rules! of_rule {
    (structure $name:ident) => {
        $name { first_word: 1, http2_server: Some(true), x: "x".into(), own_name: 2 }
    };
}

/// It is read under other names than it is written.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
pub struct TwoRules {
    first_word: u8,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    own_name: u8,
    #[serde(rename(deserialize = "onlyRead"))]
    last_word: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all(serialize = "UPPERCASE", deserialize = "lowercase"))]
pub enum TwoWords {
    One,
    #[serde(rename(serialize = "ZWEI"))]
    Two,
}

/// One value.
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Marker {
    #[serde(rename = "2.0")]
    Two,
}

authors! {
    LowerStruct => [of_rule!(structure LowerStruct)];
    UpperStruct => [of_rule!(structure UpperStruct)];
    PascalStruct => [of_rule!(structure PascalStruct)];
    CamelStruct => [of_rule!(structure CamelStruct)];
    SnakeStruct => [of_rule!(structure SnakeStruct)];
    LoudStruct => [of_rule!(structure LoudStruct)];
    KebabStruct => [of_rule!(structure KebabStruct)];
    LoudKebabStruct => [of_rule!(structure LoudKebabStruct)];
    LowerWords => [LowerWords::FirstWord, LowerWords::Http2Server, LowerWords::X, LowerWords::OwnName];
    UpperWords => [UpperWords::FirstWord, UpperWords::Http2Server, UpperWords::X, UpperWords::OwnName];
    PascalWords => [PascalWords::FirstWord, PascalWords::Http2Server, PascalWords::X, PascalWords::OwnName];
    CamelWords => [CamelWords::FirstWord, CamelWords::Http2Server, CamelWords::X, CamelWords::OwnName];
    SnakeWords => [SnakeWords::FirstWord, SnakeWords::Http2Server, SnakeWords::X, SnakeWords::OwnName];
    LoudWords => [LoudWords::FirstWord, LoudWords::Http2Server, LoudWords::X, LoudWords::OwnName];
    KebabWords => [KebabWords::FirstWord, KebabWords::Http2Server, KebabWords::X, KebabWords::OwnName];
    LoudKebabWords => [LoudKebabWords::FirstWord, LoudKebabWords::Http2Server, LoudKebabWords::OwnName];
    LowerTagged => [LowerTagged::FirstWord { first_word: 1 }, LowerTagged::Http2Server { http2_server: None }];
    UpperTagged => [UpperTagged::FirstWord { first_word: 1 }, UpperTagged::OwnRule { last_word: 2 }];
    PascalTagged => [PascalTagged::FirstWord { first_word: 1 }, PascalTagged::OwnRule { last_word: 2 }];
    CamelTagged => [CamelTagged::FirstWord { first_word: 1 }, CamelTagged::Http2Server { http2_server: Some(false) }];
    SnakeTagged => [SnakeTagged::FirstWord { first_word: 1 }, SnakeTagged::OwnRule { last_word: 2 }];
    LoudTagged => [LoudTagged::FirstWord { first_word: 1 }, LoudTagged::OwnRule { last_word: 2 }];
    KebabTagged => [KebabTagged::FirstWord { first_word: 1 }, KebabTagged::OwnRule { last_word: 2 }];
    LoudKebabTagged => [LoudKebabTagged::FirstWord { first_word: 1 }, LoudKebabTagged::OwnRule { last_word: 2 }];
    LowerOther => [LowerOther::FirstWord { first_word: 1 }, LowerOther::Http2Server(true), LowerOther::LastWord];
    UpperOther => [UpperOther::FirstWord { first_word: 1 }, UpperOther::Http2Server(true), UpperOther::LastWord];
    PascalOther => [PascalOther::FirstWord { first_word: 1 }, PascalOther::Http2Server(true), PascalOther::LastWord];
    CamelOther => [CamelOther::FirstWord { first_word: 1 }, CamelOther::Http2Server(true), CamelOther::LastWord];
    SnakeOther => [SnakeOther::FirstWord { first_word: 1 }, SnakeOther::Http2Server(true), SnakeOther::LastWord];
    LoudOther => [LoudOther::FirstWord { first_word: 1 }, LoudOther::Http2Server(true), LoudOther::LastWord];
    KebabOther => [KebabOther::FirstWord { first_word: 1 }, KebabOther::Http2Server(true), KebabOther::LastWord];
    LoudKebabOther => [LoudKebabOther::FirstWord { first_word: 1 }, LoudKebabOther::Http2Server(true), LoudKebabOther::LastWord];
    TwoRules => [TwoRules { first_word: 1, own_name: 2, last_word: 3 }] reads [r#"{"first_word":1,"in":2,"onlyRead":3}"#] as split;
    TwoWords => [TwoWords::One, TwoWords::Two] reads [r#""one""#, r#""two""#] as split;
    Marker => [Marker::Two];
}
