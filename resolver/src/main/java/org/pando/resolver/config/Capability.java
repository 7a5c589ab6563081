package org.pando.resolver.config;

import java.util.Set;

/**
 * What a configuration value can ask for and a version may not have yet. A constant goes into
 * {@link #IN_THIS_VERSION} with the code that does what it says; nothing else has to change here.
 */
public enum Capability {
  TLS_LISTENER("DNS over TLS for clients"),
  HTTPS_LISTENER("DNS over HTTPS for clients"),
  OWN_CERTIFICATE("a server certificate"),
  SPECIAL_NAMES("answers for special-use names"),
  TLS_UPSTREAM("DNS over TLS to upstreams"),
  HTTPS_UPSTREAM("DNS over HTTPS to upstreams"),
  CONDITIONAL_FORWARDING("conditional forwarding"),
  DNSSEC("DNSSEC validation"),
  RECURSION("recursion from the root servers"),
  CASE_RANDOMISATION("case randomisation"),
  SOURCE_ADDRESSES("a choice of source addresses"),
  HEDGING("hedged questions"),
  SERVE_STALE("stale answers"),
  CACHE_ON_DISK("a cache that outlives a restart"),
  LOCAL_RECORDS("local records"),
  HOSTS_FILES("hosts files"),
  RATE_LIMIT("a rate limit"),
  REBINDING_PROTECTION("protection against DNS rebinding"),
  BLOCK_LISTS("block lists"),
  CLIENT_GROUPS("client groups"),
  QUERY_LOG("a query log"),
  WEB("the dashboard");

  /** What the program has. */
  public static final Set<Capability> IN_THIS_VERSION =
      Set.of(
          SPECIAL_NAMES,
          TLS_UPSTREAM,
          HTTPS_UPSTREAM,
          CONDITIONAL_FORWARDING,
          CASE_RANDOMISATION,
          SOURCE_ADDRESSES,
          HEDGING,
          SERVE_STALE,
          CACHE_ON_DISK,
          LOCAL_RECORDS,
          HOSTS_FILES);

  private final String text;

  Capability(String text) {
    this.text = text;
  }

  /** What it is called in messages: {@code DNSSEC validation}. */
  public String text() {
    return text;
  }
}
