package org.pando.resolver.config;

/** Who may ask. */
public sealed interface AllowRule permits AllowRule.Local, Prefix {
  /** As it is written in the file. */
  String text();

  /**
   * Every address that is local: loopback, every on-link prefix of our interfaces, RFC 1918,
   * unique-local, link-local.
   */
  enum Local implements AllowRule {
    LOCAL;

    @Override
    public String text() {
      return "local";
    }
  }

  /** Reads {@code local}, an address or a prefix. */
  static Parsed<AllowRule> parse(String text) {
    if (text.equals(Local.LOCAL.text())) {
      return new Parsed.Ok<>(Local.LOCAL);
    }
    return switch (Prefix.parse(text)) {
      case Parsed.Ok<Prefix>(Prefix prefix) -> new Parsed.Ok<>(prefix);
      case Parsed.Bad<Prefix>(String what, String fix) when what.equals(Prefix.NOT_A_PREFIX) ->
          new Parsed.Bad<>(
              "is neither \"local\" nor an address prefix",
              "write \"local\" or one such as \"192.168.0.0/16\"");
      case Parsed.Bad<Prefix>(String what, String fix) -> new Parsed.Bad<>(what, fix);
    };
  }
}
