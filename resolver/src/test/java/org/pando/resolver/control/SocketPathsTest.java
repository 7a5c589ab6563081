package org.pando.resolver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocketPathsTest {
  private static final Path XDG = Path.of("/run/user/1000/pando/control.sock");
  private static final Map<String, String> USER = Map.of("XDG_RUNTIME_DIR", "/run/user/1000");

  private static SocketPaths paths(Map<String, String> environment, @Nullable Path configured) {
    return new SocketPaths(
        environment,
        (config, data) ->
            new SocketSettings.Found(configured, data == null ? Path.of("/home/data") : data));
  }

  private static SocketChoice choice(
      @Nullable String socket, @Nullable String config, @Nullable String data) {
    return new SocketChoice(path(socket), path(config), path(data));
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null ? null : Path.of(text);
  }

  private static void meet(SocketPaths paths, SocketChoice choice, String expected)
      throws Exception {
    assertEquals(Path.of(expected), paths.listenPath(choice));
    assertEquals(Path.of(expected), paths.candidates(choice).getFirst());
  }

  @Test
  void whatIsNamedFirstWins() throws Exception {
    SocketPaths paths =
        paths(Map.of("PANDO_SOCKET", "/var", "XDG_RUNTIME_DIR", "/x"), Path.of("/conf"));
    meet(paths, choice("/opt", "c", "d"), "/opt");
    meet(paths, choice(null, "c", "d"), "/var");
    assertEquals(1, paths.candidates(choice(null, null, null)).size());
  }

  @Test
  void configurationAndDataDirectoryNameOneNode() throws Exception {
    meet(paths(USER, null), choice(null, null, "/d"), "/d/control.sock");
    meet(paths(USER, null), choice(null, "c", null), "/home/data/control.sock");
    meet(paths(USER, Path.of("/conf")), choice(null, "c", "/d"), "/conf");
    assertEquals(1, paths(USER, null).candidates(choice(null, null, "/d")).size());
  }

  @Test
  void withoutOptionsTheUsualPlacesAreTriedInOrder() throws Exception {
    assertEquals(
        List.of(XDG, Path.of("/home/data/control.sock"), SocketPaths.SERVICE),
        paths(USER, null).candidates(SocketChoice.NONE));
    assertEquals(XDG, paths(USER, null).listenPath(SocketChoice.NONE));
    meet(paths(Map.of(), null), SocketChoice.NONE, "/home/data/control.sock");
    meet(paths(USER, Path.of("/conf")), SocketChoice.NONE, "/conf");
  }

  @Test
  void aBrokenUsualConfigurationDoesNotHideARunningNode() throws Exception {
    SocketSettings broken =
        (config, data) -> {
          throw new ControlException(ControlException.Kind.INVALID, "pando.toml:1:1: no");
        };
    assertEquals(
        List.of(XDG, SocketPaths.SERVICE),
        new SocketPaths(USER, broken).candidates(SocketChoice.NONE));
    ControlException e =
        assertThrows(
            ControlException.class,
            () -> new SocketPaths(USER, broken).candidates(choice(null, "c", null)));
    assertTrue(String.valueOf(e.getMessage()).contains("pando.toml:1:1"));
  }
}
