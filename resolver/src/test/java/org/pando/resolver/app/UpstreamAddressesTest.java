package org.pando.resolver.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAddressesTest {
  private static final String HOST = "dns.example";

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("upstream-addresses.json");
  }

  @Test
  void whatWasNotedIsThereAtTheNextStart() throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));
    new UpstreamAddresses(directory).note(HOST, addresses);
    assertEquals(addresses, new UpstreamAddresses(directory).addresses(HOST));
    assertEquals(List.of(), new UpstreamAddresses(directory).addresses("other.example"));
    assertEquals(
        "{\"version\":1,\"addresses\":{\"dns.example\":[\"192.0.2.1\",\"2001:db8:0:0:0:0:0:1\"]}}\n",
        Files.readString(file()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
  }

  /** A name that stands there could make the start wait for DNS. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"version\":2,\"addresses\":{\"dns.example\":[\"192.0.2.1\"]}}",
        "{\"version\":1}",
        "{\"version\":1,\"addresses\":{\"dns.example\":[\"localhost\"]}}",
        "{\"version\":1,\"addresses\":{\"dns.example\":[null]}}",
        "{\"version\":1,\"addresses\":{\"dns.example\":null}}"
      })
  void aFileThatIsNoneCountsAsEmptyAndIsReplaced(String content) throws Exception {
    Files.writeString(file(), content);
    UpstreamAddresses book = new UpstreamAddresses(directory);
    assertEquals(List.of(), book.addresses(HOST));
    List<InetAddress> addresses = List.of(InetAddress.ofLiteral("192.0.2.1"));
    book.note(HOST, addresses);
    assertEquals(addresses, new UpstreamAddresses(directory).addresses(HOST));
  }
}
