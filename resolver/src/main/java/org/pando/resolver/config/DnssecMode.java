package org.pando.resolver.config;

/** What happens with signatures. */
public enum DnssecMode implements Keyword {
  /** They are checked; what is bogus is not answered. */
  VALIDATE("validate"),
  /** Nobody looks at them. */
  OFF("off");

  private final String text;

  DnssecMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
