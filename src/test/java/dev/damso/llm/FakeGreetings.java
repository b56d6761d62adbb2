package dev.damso.llm;

import dev.damso.llm.Greetings.Greeting;
import dev.damso.llm.Greetings.Known;
import java.util.List;

/** Greetings like those of the defaults. */
public final class FakeGreetings {
  public static final Greetings GREETINGS =
      new Greetings(
          List.of(
              new Greeting(List.of("안녕", "안녕하세요", "하이"), "안녕하세요!", "안녕하세요! 무엇을 도와드릴까요?"),
              new Greeting(List.of("hello", "hi"), "Hello!", "Hello! How can I help you?")),
          List.of(new Known(List.of("고마워", "고마워요"), "천만에요!")));

  private FakeGreetings() {}
}
