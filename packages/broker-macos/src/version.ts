/** This package's version, as brokers are told it; a test holds it against package.json. */
export const VERSION = "0.1.0";
