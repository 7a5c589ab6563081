package org.pando.resolver.control;

/**
 * A secret key on its way out of the node. Never logged; {@link #toString} leaves the secret out.
 *
 * @param text a key file or words, in lines
 */
public record KeySecret(String label, String text) {
  @Override
  public String toString() {
    return "KeySecret[" + label + "]";
  }
}
