package org.pando.registry.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.xbill.DNS.Name;

/** The large library for Unicode stays away until a label needs it. */
class IcuLoadingTest {
  /** Loads every class of the class path anew and notes those of the library. */
  private static final class NotingLoader extends URLClassLoader {
    private final List<String> noted = new ArrayList<>();

    NotingLoader(URL[] classPath) {
      super(classPath, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("com.ibm.icu.")) {
        noted.add(name);
      }
      return super.findClass(name);
    }
  }

  /** Runs inside the loader: reads a NAME argument as all commands do. */
  public static final class Reading implements Consumer<String> {
    @Override
    public void accept(String argument) {
      Network home =
          new Network(
              new NetworkId(Bytes.of(new byte[NetworkId.LENGTH])),
              Name.fromConstantString("home.alt."),
              0,
              1);
      try {
        NameSyntax.parse(argument, List.of(home));
        NameSyntax.parseNew(argument, List.of(home));
      } catch (RegistryException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  private static URL url(String path) {
    try {
      return new File(path).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  @SuppressWarnings("unchecked") // Reading is a Consumer of String
  private static List<String> libraryClassesToRead(String argument) throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(IcuLoadingTest::url)
            .toArray(URL[]::new);
    try (NotingLoader loader = new NotingLoader(classPath)) {
      Consumer<String> reading =
          (Consumer<String>)
              loader.loadClass(Reading.class.getName()).getDeclaredConstructor().newInstance();
      reading.accept(argument);
      return List.copyOf(loader.noted);
    }
  }

  @Test
  void isLoadedByTheFirstLabelBeyondAscii() throws Exception {
    assertEquals(List.of(), libraryClassesToRead("blog.home.alt"));
    assertFalse(libraryClassesToRead("bücher").isEmpty());
    assertFalse(libraryClassesToRead("xn--bcher-kva").isEmpty());
  }
}
