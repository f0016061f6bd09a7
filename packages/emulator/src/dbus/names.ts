/** The well-known bus name of Microsoft's broker. */
export const BROKER_NAME = "com.microsoft.identity.broker1";

/** The object that serves it. */
export const BROKER_PATH = "/com/microsoft/identity/broker1";

/** The interface of its methods; it has a capital B where the name and the path have none. */
export const BROKER_INTERFACE = "com.microsoft.identity.Broker1";

/** The signature of every method's arguments: protocol version, correlation id, request as JSON. */
export const REQUEST_SIGNATURE = "sss";

/** The D-Bus error names that the service answers with. */
export const DBUS_ERROR = {
  failed: "org.freedesktop.DBus.Error.Failed",
  invalidArgs: "org.freedesktop.DBus.Error.InvalidArgs",
  unknownInterface: "org.freedesktop.DBus.Error.UnknownInterface",
  unknownMethod: "org.freedesktop.DBus.Error.UnknownMethod",
  unknownObject: "org.freedesktop.DBus.Error.UnknownObject",
} as const;
