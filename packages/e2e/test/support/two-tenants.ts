/** The tenant that Adele is a guest of. */
export const FABRIKAM = "fab00000-1d2e-4f3a-9b4c-5d6e7f8a9b0c";

/** The configuration of a directory with two tenants; Adele, of the first, is a guest of the second. */
export const TWO_TENANTS = {
  tenants: [
    { id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" },
    { id: FABRIKAM, name: "fabrikam" },
  ],
  users: [
    {
      oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69",
      username: "adele@contoso.example",
      guestOf: ["fabrikam"],
    },
    { oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a", username: "lee@contoso.example" },
  ],
};
