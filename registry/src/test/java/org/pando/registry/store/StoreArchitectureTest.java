package org.pando.registry.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.pando.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StoreArchitectureTest {
  @ArchTest
  static final ArchRule SQL_STAYS_IN_THE_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.pando.registry.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..")
          .because("SQLite belongs to the writer thread; add a method to RecordStore");

  @ArchTest
  static final ArchRule THE_STORE_KEEPS_OPAQUE_BYTES =
      noClasses()
          .that()
          .resideInAPackage("org.pando.registry.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.pando.registry.record..",
              "org.pando.registry.crypto..",
              "org.pando.registry.policy..",
              "org.pando.registry.merge..",
              "org.pando.registry.keys..",
              "org.pando.registry.text..",
              "org.xbill.DNS..")
          .because("what is stored is decoded and judged by its callers");

  @ArchTest
  static final ArchRule TEXT_READS_SYNTAX_ONLY =
      noClasses()
          .that()
          .resideInAPackage("org.pando.registry.text")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.pando.registry.store..", "org.pando.registry.keys..", "java.nio.file..")
          .because("callers read files and look names up; text turns strings into records");
}
