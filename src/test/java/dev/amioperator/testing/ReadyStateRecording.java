package dev.amioperator.testing;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Records every Blocked and Stalled ready state that the operator creates in tests. The
 * constructors of these records get a call of {@link ElicitedMessages} at their end, in all class
 * loaders, so that neither the operator nor a test has to do it.
 */
public final class ReadyStateRecording implements LauncherSessionListener, ClassFileTransformer {
  private static final String READY_STATE = "dev/amioperator/reconcile/ReadyState";
  private static final Set<String> RECORDED =
      Set.of(READY_STATE + "$Blocked", READY_STATE + "$Stalled");

  private static final ClassDesc RECORDER = ClassDesc.of(ElicitedMessages.class.getName());
  private static final MethodTypeDesc RECORDER_TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.ofInternalName(READY_STATE));

  private static final CodeTransform CALL_RECORDER =
      (code, element) -> {
        if (element instanceof ReturnInstruction) {
          code.aload(0).invokestatic(RECORDER, "add", RECORDER_TYPE);
        }
        code.with(element);
      };

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    // Quarkus loads this class again; a second transformer would only repeat the calls.
    if (System.getProperties().putIfAbsent(getClass().getName(), "true") == null) {
      ByteBuddyAgent.install().addTransformer(this);
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> old, ProtectionDomain domain, byte[] bytes) {
    if (!RECORDED.contains(name)) {
      return null;
    }
    ClassFile classFile = ClassFile.of();
    return classFile.transformClass(
        classFile.parse(bytes),
        ClassTransform.transformingMethodBodies(
            method -> method.methodName().equalsString(ConstantDescs.INIT_NAME), CALL_RECORDER));
  }
}
