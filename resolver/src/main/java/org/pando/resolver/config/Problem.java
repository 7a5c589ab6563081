package org.pando.resolver.config;

/**
 * One thing that is wrong in the configuration.
 *
 * @param what what is wrong there
 * @param fix what to write instead
 */
public record Problem(Place place, String what, String fix) {
  /** One line: where, what, fix. */
  public String text() {
    return place.text() + ": " + what + "; " + fix;
  }
}
