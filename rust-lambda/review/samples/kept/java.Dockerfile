FROM eclipse-temurin:21.0.5_11-jdk-jammy AS build
WORKDIR /build
COPY gradlew settings.gradle.kts build.gradle.kts ./
COPY gradle ./gradle
RUN ./gradlew dependencies --no-daemon
COPY src ./src
RUN ./gradlew bootJar --no-daemon && java -Djarmode=layertools -jar build/libs/app.jar extract

FROM eclipse-temurin:21.0.5_11-jre-jammy
RUN groupadd --system --gid 10001 spring && useradd --system --uid 10001 --gid spring spring
WORKDIR /app
COPY --from=build /build/dependencies/ ./
COPY --from=build /build/spring-boot-loader/ ./
COPY --from=build /build/application/ ./
USER 10001:10001
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
