//! Words with a code in the database and a name people say.

/// An enum whose variants are stored by code and shown by label.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// As people say it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// From what is stored or chosen.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }

            /// Code and label of each, for a choice in a form.
            pub fn options() -> Vec<(&'static str, &'static str)> {
                Self::ALL.iter().map(|one| (one.code(), one.label())).collect()
            }
        }
    };
}
pub(super) use coded;
