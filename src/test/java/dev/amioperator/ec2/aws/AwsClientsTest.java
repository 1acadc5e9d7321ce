package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions of the SDK's clients. */
class AwsClientsTest {
  private static final String REGION = "aws.region";
  private static final String PROFILES = "aws.configFile";

  private final AwsClients clients = new AwsClients(new ResponseDates(Instant::now), Instant::now);
  private String regionBefore;

  @BeforeEach
  void rememberRegion() {
    regionBefore = System.getProperty(REGION);
  }

  @AfterEach
  void restoreRegion() {
    System.clearProperty(PROFILES);
    if (regionBefore == null) {
      System.clearProperty(REGION);
    } else {
      System.setProperty(REGION, regionBefore);
    }
    clients.close();
  }

  @Test
  void asksStsInRegionOfSettings() {
    System.setProperty(REGION, "cn-north-1");

    assertThat(stsRegion()).isEqualTo("cn-north-1");
  }

  @Test
  void asksStsInRegionOfProfile(@TempDir Path directory) throws Exception {
    Path profiles =
        Files.writeString(directory.resolve("c"), "[default]\nregion = us-gov-west-1\n");
    System.clearProperty(REGION);
    System.setProperty(PROFILES, profiles.toString());

    assertThat(stsRegion()).isEqualTo("us-gov-west-1");
  }

  private String stsRegion() {
    clients.use("default", Optional.empty());
    return clients.sts("default").serviceClientConfiguration().region().id();
  }
}
