package org.pando.resolver.cli;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.util.ArrayList;
import java.util.List;

/** QR codes on a terminal, two rows of modules to a line of text. */
final class QrCodes {
  /** Light modules around the code, as ISO/IEC 18004 asks for at least four; two are read well. */
  private static final int MARGIN = 2;

  private QrCodes() {}

  /**
   * The lines of a code, dark on light whatever the terminal's colours are.
   *
   * @param text at most 4 296 capital letters, digits and {@code :}
   */
  static List<String> lines(String text) {
    QrCode code = QrCode.encodeSegments(QrSegment.makeSegments(text), QrCode.Ecc.LOW);
    List<String> lines = new ArrayList<>();
    for (int y = -MARGIN; y < code.size + MARGIN; y += 2) {
      StringBuilder line = new StringBuilder("\u001b[30;107m");
      for (int x = -MARGIN; x < code.size + MARGIN; x++) {
        line.append(half(code.getModule(x, y), code.getModule(x, y + 1)));
      }
      lines.add(line.append("\u001b[0m").toString());
    }
    return lines;
  }

  private static char half(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }
}
