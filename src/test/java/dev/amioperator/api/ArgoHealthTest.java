package dev.amioperator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind has the health script in Argo CD's ConfigMap. ObjectHealthIT runs it. */
class ArgoHealthTest {
  private static final Path DIRECTORY = Path.of("config", "argocd");
  private static final ObjectMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"AmiImage", "AmiCopy", "AmiRetentionPolicy", "AwsAccount"})
  void matchesConfigMap(String kind) throws IOException {
    JsonNode configMap = YAML.readTree(DIRECTORY.resolve("argocd-cm.yaml").toFile());

    assertThat(
            configMap.at("/data/resource.customizations.health.amioperator.dev_" + kind).asText())
        .isEqualTo(Files.readString(DIRECTORY.resolve("health.lua")));
  }

  @Test
  void coversEveryKind() throws IOException {
    JsonNode configMap = YAML.readTree(DIRECTORY.resolve("argocd-cm.yaml").toFile());
    assertThat(configMap.get("data")).hasSameSizeAs(CrdsTest.crds());
  }
}
