package org.pando.resolver.app;

import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.idn.LabelException;
import org.pando.resolver.control.ControlException;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names as people type them. */
final class TypedName {
  private TypedName() {}

  /**
   * @param origin what a name without a final dot is relative to
   * @throws ControlException INVALID when it is none
   */
  static Name of(String text, Name origin) throws ControlException {
    try {
      return new Name(InternationalLabel.toAscii(text), origin);
    } catch (LabelException e) {
      throw new ControlException(
          ControlException.Kind.INVALID, "'" + text + "' is no name: " + e.problem(), e);
    } catch (TextParseException e) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          "'" + text + "' is no name: " + e.getMessage() + "; example: www.example.com",
          e);
    }
  }
}
