package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.it.GitOpsTools.Health;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health by kstatus, and by Argo CD with the shipped Lua script, of every state of an object. */
class ObjectHealthIT {
  private static final ObjectMapper YAML = new YAMLMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          never reconciled    | {generation: 1}  | {observedGeneration: -1}                                               | InProgress | Progressing | Waiting for the operator
          ready               | {generation: 2}  | {observedGeneration: 2, conditions: [{type: Ready, status: "True", message: there}]} | Current | Healthy | there
          ready for an old spec | {generation: 2} | {observedGeneration: 1, conditions: [{type: Ready, status: "True", message: there}]} | InProgress | Progressing | Waiting for the operator
          under way           | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: Copying, message: not yet}, {type: Reconciling, status: "True", message: 40%}]} | InProgress | Progressing | 40%
          held                | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: AccountNotReady, message: no account}]} | InProgress | Progressing | no account
          stalled             | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", message: not yet}, {type: Stalled, status: "True", message: do this}]} | Failed | Degraded | do this
          stalled for an old spec | {generation: 2} | {observedGeneration: 1, conditions: [{type: Ready, status: "False", message: not yet}, {type: Stalled, status: "True", message: do this}]} | InProgress | Progressing | Waiting for the operator
          suspended           | {generation: 1}  | {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: Suspended, message: halt}]} | InProgress | Suspended | halt
          going               | {generation: 2, deletionTimestamp: "2026-01-01T00:00:00Z"} | {observedGeneration: 1, conditions: [{type: Ready, status: "True", message: in use}]} | Terminating | Progressing | in use
          going, never looked at | {generation: 1, deletionTimestamp: "2026-01-01T00:00:00Z"} | | Terminating | Progressing | Being deleted
          """)
  void derivesHealthFromStatus(
      String name, String metadata, String status, String kstatus, String argoCd, String message)
      throws IOException {
    ObjectNode object = (ObjectNode) YAML.readTree("{apiVersion: v1, kind: AmiImage}");
    object.set("metadata", YAML.readTree(metadata));
    if (status != null) {
      object.set("status", YAML.readTree(status));
    }

    assertThat(GitOpsTools.health(object)).isEqualTo(new Health(kstatus, argoCd, message));
  }
}
