package org.pando.resolver.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"org.pando.resolver.control", "org.pando.resolver.cli"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule ROUTES_WITHOUT_TRANSPORT =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(ControlServer|ControlConnection|WholeRequest)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because("any listener can serve the routes; what is HTTP stays in ControlConnection");

  @ArchTest
  static final ArchRule CONTROL_BELOW_CLI =
      noClasses()
          .that()
          .resideInAPackage("org.pando.resolver.control")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pando.resolver.cli")
          .because("the node must not know who asks; put shared types into control");
}
