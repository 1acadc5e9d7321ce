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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Argo CD health of the custom resources, evaluated with the shipped Lua script. */
class ArgoHealthTest {
  private static final Path DIRECTORY = Path.of("config", "argocd");
  private static final ObjectMapper YAML = new YAMLMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no status yet       | {generation: 1}  |                                                                        | Progressing | Waiting for the operator
          no conditions yet   | {generation: 1}  | {observedGeneration: 1}                                                | Progressing | Waiting for the operator
          ready               | {generation: 2}  | {observedGeneration: 2, conditions: [{type: Ready, status: "True", message: there}]} | Healthy | there
          ready for an old spec | {generation: 2} | {observedGeneration: 1, conditions: [{type: Ready, status: "True", message: there}]} | Progressing | Waiting for the operator
          under way           | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: Copying, message: no}, {type: Reconciling, status: "True", message: 40%}]} | Progressing | 40%
          held                | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: AccountNotReady, message: no account}]} | Progressing | no account
          stalled             | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", message: no}, {type: Stalled, status: "True", message: do this}]} | Degraded | do this
          stalled for an old spec | {generation: 2} | {observedGeneration: 1, conditions: [{type: Ready, status: "False", message: no}, {type: Stalled, status: "True", message: do this}]} | Progressing | Waiting for the operator
          suspended           | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: Suspended, message: halt}]} | Suspended | halt
          going               | {generation: 2, deletionTimestamp: "2026-01-01T00:00:00Z"} | {observedGeneration: 1, conditions: [{type: Ready, status: "True", message: in use}]} | Progressing | in use
          going, never looked at | {generation: 1, deletionTimestamp: "2026-01-01T00:00:00Z"} | | Progressing | Being deleted
          """)
  void derivesHealthFromStatus(
      String name, String metadata, String status, String health, String message)
      throws IOException {
    LuaTable object = new LuaTable();
    object.set("metadata", lua(YAML.readTree(metadata)));
    if (status != null) {
      object.set("status", lua(YAML.readTree(status)));
    }

    LuaValue judgement = evaluate(object);

    assertThat(judgement.get("status").tojstring()).isEqualTo(health);
    assertThat(judgement.get("message").tojstring()).isEqualTo(message);
  }

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
    try (var crds = Files.list(Path.of("crds"))) {
      assertThat(configMap.get("data")).hasSize((int) crds.count());
    }
  }

  private static LuaValue evaluate(LuaTable object) throws IOException {
    Globals globals = JsePlatform.standardGlobals();
    globals.set("obj", object);
    return globals.load(Files.readString(DIRECTORY.resolve("health.lua"))).call();
  }

  private static LuaValue lua(JsonNode node) {
    if (node.isObject()) {
      LuaTable table = new LuaTable();
      node.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
      return table;
    }
    if (node.isArray()) {
      LuaTable table = new LuaTable();
      node.forEach(item -> table.set(table.length() + 1, lua(item)));
      return table;
    }
    return node.isNumber() ? LuaValue.valueOf(node.asInt()) : LuaValue.valueOf(node.asText());
  }
}
