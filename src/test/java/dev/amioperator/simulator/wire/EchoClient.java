package dev.amioperator.simulator.wire;

import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Stands behind a front, keeps the request that arrives and answers what it was told to. What
 * {@link #behind} makes is the SDK's client too, which the front calls.
 *
 * <p>The JDK's own proxies look every method up in one static initialiser, and EC2 has more methods
 * than fit there; a method for each action is all that is needed.
 */
abstract class EchoClient {
  private static final ClassDesc SELF = EchoClient.class.describeConstable().orElseThrow();
  private static final ClassDesc POJO = SdkPojo.class.describeConstable().orElseThrow();

  private SdkPojo received;
  private SdkPojo answer;

  /** A client of this type that echoes every action. */
  static EchoClient behind(Class<?> client) {
    byte[] type =
        ClassFile.of()
            .build(
                ClassDesc.of(EchoClient.class.getPackageName(), client.getSimpleName() + "Echo"),
                echo -> declare(echo, client));
    try {
      return (EchoClient)
          MethodHandles.lookup()
              .defineHiddenClass(type, true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static void declare(ClassBuilder echo, Class<?> client) {
    echo.withFlags(ClassFile.ACC_FINAL)
        .withSuperclass(SELF)
        .withInterfaceSymbols(client.describeConstable().orElseThrow())
        .withMethodBody(
            INIT_NAME,
            MTD_void,
            0,
            code -> code.aload(0).invokespecial(SELF, INIT_NAME, MTD_void).return_());
    SdkActions.of(client).forEach(action -> declare(echo, action));
  }

  private static void declare(ClassBuilder echo, Method action) {
    ClassDesc request = action.getParameterTypes()[0].describeConstable().orElseThrow();
    ClassDesc response = action.getReturnType().describeConstable().orElseThrow();
    echo.withMethodBody(
        action.getName(),
        MethodTypeDesc.of(response, request),
        ClassFile.ACC_PUBLIC,
        code ->
            code.aload(0)
                .aload(1)
                .invokevirtual(SELF, "exchange", MethodTypeDesc.of(POJO, POJO))
                .checkcast(response)
                .areturn());
  }

  /** Called by the method of every action. */
  final SdkPojo exchange(SdkPojo request) {
    received = request;
    return answer;
  }

  void answerWith(SdkPojo response) {
    answer = response;
  }

  SdkPojo received() {
    return received;
  }
}
