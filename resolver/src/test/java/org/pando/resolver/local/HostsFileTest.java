package org.pando.resolver.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.xbill.DNS.Name;

class HostsFileTest {
  private static final HostsFile.Reader NOBODY =
      new HostsFile.Reader() {
        @Override
        public void host(int line, Name name, Bytes address) {}

        @Override
        public void malformed(int line, String what) {}
      };

  @TempDir private Path folder;

  private List<String> read(String text) throws IOException {
    Path file = folder.resolve("hosts");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    List<String> found = new ArrayList<>();
    HostsFile.read(
        file,
        new HostsFile.Reader() {
          @Override
          public void host(int line, Name name, Bytes address) {
            found.add(line + " " + name + " " + address);
          }

          @Override
          public void malformed(int line, String what) {
            found.add(line + ": " + what);
          }
        });
    return found;
  }

  @Test
  void anAddressAndItsNames() throws Exception {
    assertEquals(
        List.of(
            "1 nas.lan. c0a80105",
            "1 NAS. c0a80105",
            "3 a_b.example. 20010db8" + "0".repeat(23) + "7"),
        read("192.168.1.5\tnas.lan  NAS\r\n\r\n  2001:db8::7 a_b.example. # the web\n"));
  }

  @Test
  void commentsAndEmptyLinesAreNothing() throws Exception {
    assertEquals(List.of(), read("# 1.2.3.4 a\n\n   \t\n#\n"));
    assertEquals(List.of("1 a. 01020304"), read("1.2.3.4 a#b c"));
    assertEquals(List.of("1 a. 01020304"), read("\ufeff1.2.3.4 a # \u00e9"));
  }

  @Test
  void addressesOfOneLinkAreSkipped() throws Exception {
    assertEquals(List.of(), read("fe80::1%lo0 localhost\nfe80::2%eth0\n"));
  }

  @Test
  void malformedLinesAreSkippedAsAWhole() throws Exception {
    String form = "; a line is ADDRESS NAME [NAME ...]";
    assertEquals(
        List.of(
            "1: '192.168.1.300' is not an IP address" + form,
            "2: 'nas.lan' is not an IP address" + form,
            "3: 192.168.1.5 has no name" + form,
            "4: '*.lan' is not a host name; it has letters, digits, - and .",
            "5: 'b??' is not a host name; it has letters, digits, - and .",
            "6: 'a..b' is not a host name; it has letters, digits, - and .",
            "7: '.' is not a host name; it has letters, digits, - and .",
            "8: '1.2.3' is not an IP address" + form,
            "9 good. 01020304"),
        read(
            """
            192.168.1.300 a
            nas.lan 192.168.1.5
            192.168.1.5 # nas
            1.2.3.4 a *.lan
            1.2.3.4 b\u00e9
            1.2.3.4 a..b
            1.2.3.4 .
            1.2.3 a
            1.2.3.4 good
            """));
  }

  @Test
  void aLongWordIsCutInTheMessage() throws Exception {
    List<String> found = read("x".repeat(70_000) + " a\n");
    assertEquals(1, found.size());
    assertTrue(found.getFirst().startsWith("1: '" + "x".repeat(60) + "' is not an IP address"));
  }

  @Test
  void whatIsNoFileOrTooBigIsRefused() throws Exception {
    assertThrows(IOException.class, () -> HostsFile.read(folder, NOBODY));
    Path sparse = folder.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(HostsFile.MAX_SIZE + 1);
    }
    assertThrows(IOException.class, () -> HostsFile.read(sparse, NOBODY));
  }
}
