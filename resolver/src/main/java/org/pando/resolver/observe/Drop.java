package org.pando.resolver.observe;

/** Why a packet or a connection got no reply at all. */
public enum Drop {
  NOT_ADMITTED,
  NO_QUESTION,
  NOT_SENT,
  TOO_MANY_CONNECTIONS,
  CONNECTION_TOO_SLOW
}
