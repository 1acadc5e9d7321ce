package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.retention.PlanPublisher.PublishedPlan;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.usage.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionReportTest {
  private static final String ATTACK =
      "</td><script>alert(1)</script><img src=x onerror=\"a()\">'&";

  @Test
  void showsEachImageWithVerdictAndReason() throws IOException {
    String page = html(family());
    Files.createDirectories(Path.of("target", "reports"));
    Files.writeString(Path.of("target", "reports", "family.html"), page);
    assertThat(page)
        .contains("<h1>7 of 24 images to retire</h1>", "web-2025-11-20", "Due", "Referenced")
        .contains("ec2:Instance arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0")
        .contains("eu-west-1 · x86_64", "us-east-1 · arm64", "sha256:");
  }

  @Test
  void escapesTextOfOthers() {
    Image image = Ec2Fixtures.withName(dueImage("ami-1"), ATTACK + "\u202e\u001b");
    String page =
        html(
            RetentionScenario.withImages(image, Ec2Fixtures.withName(image("ami-2", 40), ATTACK))
                .withUsage(
                    "ami-2", new Usage.Used(List.of(new ImageReference("ami-2", ATTACK, ATTACK)))));
    assertThat(page)
        .doesNotContain("<script", "<img", "onerror=\"", "\u202e", "\u001b")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&#39;&amp;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<script", "http-equiv=\"refresh", "href=", "src=", "style=", "url(", "@import"})
  void loadsAndRunsNothing(String markup) {
    assertThat(html(family()).toLowerCase()).doesNotContain(markup);
    assertThat(html(family())).contains("default-src 'none'; style-src 'sha256-");
  }

  @Test
  void fitsLargeAccountIntoPage() throws IOException {
    String page = html(RetentionScenario.withImages(many(20_000, 40)));
    Files.createDirectories(Path.of("target", "reports"));
    Files.writeString(Path.of("target", "reports", "large.html"), page);
    assertThat(page.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(RetentionReport.MAX_BYTES);
    assertThat(page).contains("not shown on this page");
  }

  @Test
  void saysWhichGroupsAreLeftOut() {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Image image =
          Ec2Fixtures.withName(image("ami-%017x".formatted(i), 40 + i % 300), "é".repeat(128));
      images.add(RetentionImageFixtures.ofArchitecture("arch-" + i / 2, image));
    }
    String page = html(RetentionScenario.withImages(images));
    assertThat(page.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(RetentionReport.MAX_BYTES);
    assertThat(page)
        .containsPattern("Not shown for lack of room: \\d+ groups with \\d+ images")
        .contains("ConfigMap web-plan-items");
  }

  @Test
  void staysSameWithinDay() {
    assertThat(html(family())).isEqualTo(html(family()));
  }

  @Test
  void formatsNumbersTheSameEverywhere() {
    String page = html(family());
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(html(family())).isEqualTo(page);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void showsEmptySelection() {
    assertThat(html(RetentionScenario.withImages())).contains("<h1>0 of 0 images to retire</h1>");
  }

  /** Releases of a year in two regions: what a reader of the page has before them. */
  private static RetentionScenario family() {
    List<Image> web = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      Image image = image("ami-0a1b2c3d4e5f6%04d".formatted(i), 3 + i * 19);
      Image named =
          RetentionImageFixtures.ofArchitecture(
              "x86_64",
              Ec2Fixtures.withName(
                  image, "web-" + ReportTimeline.date(image.created().orElseThrow())));
      web.add(i >= 11 ? unkeptFor(named, i == 13 ? 9 : 1) : named);
    }
    List<Image> arm = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Image image = image("ami-0f9e8d7c6b5a4%04d".formatted(i), 2 + i * 11);
      arm.add(
          RetentionImageFixtures.ofArchitecture(
              "arm64",
              Ec2Fixtures.withName(
                  image, "web-arm64-" + ReportTimeline.date(image.created().orElseThrow()))));
    }
    return RetentionScenario.withImages(web)
        .withRegions("eu-west-1", "us-east-1")
        .inRegion(ELSEWHERE, arm)
        .keepNewest(8)
        .withUsage(
            web.get(10).id(),
            new Usage.Used(
                List.of(
                    new ImageReference(
                        web.get(10).id(),
                        "ec2:Instance",
                        "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"))));
  }

  private static List<Image> many(int count, int architectures) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                RetentionImageFixtures.ofArchitecture(
                    "arch-" + i % architectures, image("ami-%017x".formatted(i), 1 + i % 700)))
        .toList();
  }

  private static String html(RetentionScenario scenario) {
    List<Decision> decisions = RetentionDecisions.decide(scenario.facts());
    ApprovablePlan plan = ApprovablePlan.of("AmiRetentionPolicy/images/web", decisions, List.of());
    PublishedPlan published =
        new PublishedPlan(
            plan.images(),
            Optional.of(plan.hash()),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Reclaimable.of(decisions, Map.of()),
            Optional.of("6.40 USD"));
    return new RetentionReport(
            "images/web",
            scenario.policy(),
            decisions,
            List.of(),
            published,
            ReportTimeline.date(NOW))
        .html();
  }
}
