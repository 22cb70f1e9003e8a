/**
 * A tag that is not listed: a string that equals none of those that are. To make
 * one, say so: `"brandNew" as string as {{ tag }}`.
 */
declare enum {{ tag }} {
  Text = "",
}

export type { {{ tag }} };

/**
 * The variant of a union that is not listed: its tag, what all variants have in
 * common, and whatever else a peer sent.
 *
 * `switch` over the tag narrows to each variant, and to this one by `default`.
 */
{{ head }}
  readonly [K in Tag]: {{ tag }};
} & { readonly [key: string]: unknown };
