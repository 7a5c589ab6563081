package org.pando.resolver.app;

/** The program's version, from the build. */
final class Version {
  private Version() {}

  /** Such as {@code 0.1.0}; {@code development} when it does not run from its jar. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
