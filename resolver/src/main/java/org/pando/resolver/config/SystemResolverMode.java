package org.pando.resolver.config;

/** When the resolver that the network announces is asked. */
public enum SystemResolverMode implements Keyword {
  /** When everything else has failed. */
  FALLBACK("fallback"),
  /** Never. */
  OFF("off");

  private final String text;

  SystemResolverMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
