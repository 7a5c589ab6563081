package org.pando.resolver.config;

/** When names are resolved from the root servers. */
public enum RecursionMode implements Keyword {
  /** When the upstreams fail. */
  FALLBACK("fallback"),
  /** Always; upstreams are not asked. */
  ONLY("only"),
  /** Never. */
  OFF("off");

  private final String text;

  RecursionMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
