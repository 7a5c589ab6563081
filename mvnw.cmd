@echo off
rem Runs Maven on this project: the installed one, one unpacked earlier, or one downloaded from the
rem Maven repository whose address is in MVNW_REPOURL. Java 25 is then found by the build itself.
setlocal
set "PROJECT=%~dp0"
if defined PANDO_JAVA_HOME set "JAVA_HOME=%PANDO_JAVA_HOME%"
if not defined JAVA_HOME (
  where java >nul 2>nul || (
    echo mvnw: no Java found. Install a JDK 25, for example Eclipse Temurin from https://adoptium.net, and set JAVA_HOME to its folder.>&2
    exit /b 1
  )
)

set "MVN="
if defined MAVEN_HOME if exist "%MAVEN_HOME%\bin\mvn.cmd" set "MVN=%MAVEN_HOME%\bin\mvn.cmd"
if not defined MVN for /f "delims=" %%m in ('where mvn.cmd 2^>nul') do if not defined MVN set "MVN=%%m"
if defined MVN goto run

set "DISTS=%USERPROFILE%\.m2\wrapper\dists"
call :find_unpacked
if defined MVN goto run

set "VERSION="
for /f "usebackq tokens=1,* delims==" %%a in ("%PROJECT%.mvn\wrapper\maven-wrapper.properties") do (
  if "%%a"=="version" set "VERSION=%%b"
  if "%%a"=="zip.sha512" set "SHA512=%%b"
)
if not defined MVNW_REPOURL (
  echo mvnw: no Maven found in MAVEN_HOME, on PATH or in %DISTS%.>&2
  echo Install Maven 3.8.7 or newer, or set MVNW_REPOURL to the address of a Maven repository: mvnw then downloads Maven %VERSION% from it and checks it.>&2
  exit /b 1
)
set "ADDRESS=%MVNW_REPOURL%/org/apache/maven/apache-maven/%VERSION%/apache-maven-%VERSION%-bin.zip"
set "PLACE=%DISTS%\apache-maven-%VERSION%\%SHA512:~0,8%"
echo mvnw: downloading Maven %VERSION% ...>&2
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';" ^
  "New-Item -ItemType Directory -Force $env:PLACE | Out-Null; $zip = Join-Path $env:PLACE 'maven.zip';" ^
  "Invoke-WebRequest -UseBasicParsing -Uri $env:ADDRESS -OutFile $zip;" ^
  "$actual = (Get-FileHash -Algorithm SHA512 $zip).Hash;" ^
  "if ($actual -ne $env:SHA512) { Remove-Item $zip; throw 'it is not the expected file (SHA-512 ' + $actual + ')' };" ^
  "Expand-Archive $zip $env:PLACE; Remove-Item $zip"
if errorlevel 1 (
  echo mvnw: cannot download %ADDRESS%. Check MVNW_REPOURL and the network, or install Maven 3.8.7 or newer.>&2
  exit /b 1
)
call :find_unpacked

:run
call "%MVN%" %*
exit /b %errorlevel%

:find_unpacked
for /d %%d in ("%DISTS%\apache-maven-*") do for /d %%h in ("%%d\*") do (
  if exist "%%h\bin\mvn.cmd" set "MVN=%%h\bin\mvn.cmd"
  for /d %%i in ("%%h\apache-maven-*") do if exist "%%i\bin\mvn.cmd" set "MVN=%%i\bin\mvn.cmd"
)
exit /b 0
