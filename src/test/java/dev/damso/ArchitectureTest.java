package dev.damso;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The package direction: media, tools, stages, conversation, server, command line. */
@AnalyzeClasses(packages = "dev.damso", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] STAGES = {"vad", "turn", "stt", "llm", "tts", "face", "video"};

  @ArchTest
  static final ArchRule DIRECTION =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("media")
          .definedBy("dev.damso.media..")
          .layer("tools")
          .definedBy(
              "dev.damso.audio..",
              "dev.damso.model..",
              "dev.damso.os..",
              "dev.damso.phones..",
              "dev.damso.telemetry..")
          .layer("stages")
          .definedBy(
              "dev.damso.vad..",
              "dev.damso.turn..",
              "dev.damso.stt..",
              "dev.damso.llm..",
              "dev.damso.tts..",
              "dev.damso.face..",
              "dev.damso.video..",
              "dev.damso.playout..",
              "dev.damso.rtp..",
              "dev.damso.webrtc..")
          .layer("conversation")
          .definedBy("dev.damso.conversation..")
          .layer("server")
          .definedBy("dev.damso.server..")
          .layer("main")
          .definedBy("dev.damso", "dev.damso.cli..", "dev.damso.config..", "dev.damso.bench..")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("conversation")
          .mayOnlyBeAccessedByLayers("server", "main")
          .whereLayer("stages")
          .mayOnlyBeAccessedByLayers("conversation", "server", "main")
          .whereLayer("tools")
          .mayOnlyBeAccessedByLayers("stages", "conversation", "server", "main");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.damso.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static void stagesDoNotImportEachOther(com.tngtech.archunit.core.domain.JavaClasses classes) {
    for (String stage : STAGES) {
      for (String other : STAGES) {
        if (!stage.equals(other)) {
          com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses()
              .that()
              .resideInAPackage("dev.damso." + stage + "..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("dev.damso." + other + "..")
              .allowEmptyShould(true)
              .check(classes);
        }
      }
    }
  }
}
