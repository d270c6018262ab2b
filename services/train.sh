# Starts a service once while its image is built, and keeps what the JVM loaded and linked in lab.aot (JEP 514): a pod then starts in a
# third of the time. The cache holds for this JDK and these very files only; a copy with newer dates is ignored without a word.
set -eu
service=$1

# The balancer is ready from its first backend on: an address, which need not answer, is one.
LAB_POD=$service-1 LAB_WORLD=containers LAB_BACKENDS=127.0.0.1:9000 java @jvm.options -XX:AOTCacheOutput=lab.aot -jar quarkus-run.jar >train.log 2>&1 &
jvm=$!
failed() { cat train.log >&2; echo "$service $1, so that no image can be made of it; its output is above." >&2; exit 1; }

ready() { wget -q -O /dev/null "http://127.0.0.1:$1/q/health/ready" 2>/dev/null; } # node has its HTTP on 8080
seconds=0
until ready 8080 || ready 9000; do
  kill -0 $jvm 2>/dev/null || failed "ended while it started"
  seconds=$((seconds + 1))
  [ $seconds -lt 240 ] || failed "was not ready after $seconds s"
  sleep 1
done

kill -TERM $jvm
wait $jvm || true # 143: it ended by the signal
[ -s lab.aot ] || failed "made no AOT cache"
rm train.log train.sh
