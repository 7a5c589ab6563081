package org.pando.gossip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.pando.gossip", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule LEAF =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.xbill.DNS..", "org.pando.registry..", "org.pando.resolver..")
          .because(
              "gossip knows topics, peers and bytes; join it to others in resolver.replication");
}
