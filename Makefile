# Two commands matter: `make demo` and `make test`. Both see to what they need first.
.POSIX:
.DEFAULT_GOAL := help
.PHONY: help setup build demo test bench soak resume-soak faults corpus fuzz signatures claims10 advice lint asan tsan \
  fixtures golden counts gallery install clean

PREFIX ?= /usr/local
RELEASE = .build/release
# The tool carries Swift's own libraries in itself, and the C++ library that they need: one file to
# copy, and a quicker start.
STATIC = -c release --static-swift-stdlib -Xswiftc -L.build/static

help:
	@echo "make demo      build, process a folder in all three modes, compare, print a table"
	@echo "make test      check the formatting and run all tests"
	@echo "make build     build the tool: $(RELEASE)/triptych"
	@echo "make install   build and copy it to PREFIX/bin (PREFIX=$(PREFIX))"
	@echo "make bench     measure each filter by itself; see scripts/bench.sh for what may be set"
	@echo "make soak      kill, interrupt and starve the tool 100 times in each way (an hour or so)"
	@echo "make signatures  hold the lock against python3's, side by side (some minutes, a quiet machine)"
	@echo "make claims10  run 'triptych reproduce' ten times, and see that it always says the same"
	@echo "make advice    compare what 'triptych advise' says with what is fastest (some minutes)"
	@echo "make resume-soak  kill a batch of 5,000 files 50 times in each mode, and resume it"
	@echo "make faults    make every system call fail in every way, in all modes (half an hour or so)"
	@echo "make corpus    process the shared corpus in every mode and on every engine (minutes)"
	@echo "make fuzz      feed mutated bytes to all that reads files (FUZZ_SECONDS, FUZZ_JOBS, TARGET)"
	@echo "make asan      run the tests under the address sanitizer"
	@echo "make tsan      run the tests under the thread sanitizer (TSAN_SKIP leaves some out)"
	@echo "make lint      check the formatting"
	@echo "make fixtures  write Fixtures/ anew"
	@echo "make golden    write Fixtures/golden.tsv and docs/exactness.md anew, from what the tool does now"
	@echo "make counts    write Benchmarks/counts.tsv anew: instructions that kernels take, by valgrind"
	@echo "make gallery   write docs/gallery anew: what each filter makes of a picture"
	@echo "make clean     remove everything that was built"

setup:
	@sh scripts/setup.sh
	@sh scripts/static-cxx.sh .build/static

build: setup
	@echo "build: building triptych for release"
	@swift build $(STATIC) --product triptych

demo: build
	@swift build $(STATIC) --product fixtures
	@sh scripts/demo.sh $(RELEASE)/triptych $(RELEASE)/fixtures

test: setup lint
	@sh scripts/extras.sh
	@echo "test: building the tests for release"
	@swift build -c release --build-tests
	@echo "test: running them"
	@swift test -c release --skip-build

# BENCH_PHOTO=FILE measures on that picture, PEERS_PYTHON=python adds other libraries' times, and
# BENCH_NAME=date-machine keeps the figures in Benchmarks/results.
bench: setup
	@echo "bench: building the harness for release"
	@swift build $(STATIC) --product filterbench
	@swift build $(STATIC) --product fixtures
	@sh scripts/bench.sh $(RELEASE)/filterbench $(RELEASE)/fixtures

# SOAK=20 make soak repeats less; TRIPTYCH_SEED=7 chooses other moments.
soak: setup
	@echo "soak: building the tests for release"
	@swift build -c release --build-tests
	@TRIPTYCH_SOAK=$${SOAK:-100} sh scripts/soak.sh

# TRIPTYCH_PYTHON=PROGRAM make signatures takes another interpreter than python3.
signatures: setup
	@echo "signatures: building the tests for release"
	@swift build -c release --build-tests
	@TRIPTYCH_SIGNATURES=1 swift test -c release --skip-build --no-parallel \
	  --filter SignatureTests

claims10: build
	@sh scripts/claims.sh $(RELEASE)/triptych 10

advice: build
	@swift build $(STATIC) --product fixtures
	@python3 Benchmarks/advice.py $(RELEASE)/triptych $(RELEASE)/fixtures

resume-soak: setup
	@echo "resume-soak: building the tests for release"
	@swift build -c release --build-tests
	@SOAK_FILTER=SurvivalResume TRIPTYCH_SOAK=50 sh scripts/soak.sh

faults: setup
	@echo "faults: building the tests for release"
	@swift build -c release --build-tests
	@TRIPTYCH_FAULT_SWEEP=1 swift test -c release --skip-build --no-parallel \
	  --filter 'SurvivalMatrixTests|FaultMatrixTests'

corpus: setup
	@echo "corpus: building the tests for release"
	@swift build -c release --build-tests
	@TRIPTYCH_CORPUS=1 swift test -c release --skip-build --no-parallel --filter CorpusRunTests

# The Swift compiler minds only the last -sanitize: without both in one, libFuzzer would see nothing
# but C.
fuzz: setup
	@echo "fuzz: building the fuzzer with sanitizers"
	@TRIPTYCH_FUZZ=1 swift build -c release --sanitize=fuzzer --sanitize=address \
	  -Xswiftc -sanitize=fuzzer,address --scratch-path .build-fuzz --product fuzz
	@sh scripts/fuzz.sh

lint: setup
	@echo "lint: checking the formatting"
	@swift format lint --strict --recursive Package.swift Sources Tests
	@sh scripts/columns.sh Package.swift Sources Tests

asan: setup
	@echo "asan: running the tests under the address sanitizer"
	@TRIPTYCH_SANITIZER=address ASAN_OPTIONS=allocator_may_return_null=1 \
	  LSAN_OPTIONS="suppressions=$(CURDIR)/scripts/lsan-suppressions.txt:print_suppressions=0" \
	  swift test -c release --sanitize address --scratch-path .build-asan

# All of them take more than an hour on two CPUs. TSAN_SKIP='^(Vectors|Filters|Codecs|Measure)Tests[.]'
# leaves out rooms that start no thread of their own and are tested by much computing.
TSAN_SKIP ?= none

tsan: setup
	@echo "tsan: running the tests under the thread sanitizer, but for: $(TSAN_SKIP)"
	@TRIPTYCH_SANITIZER=thread \
	  TSAN_OPTIONS="allocator_may_return_null=1:suppressions=$(CURDIR)/scripts/tsan-suppressions.txt" \
	  swift test -c release --sanitize thread --scratch-path .build-tsan --skip '$(TSAN_SKIP)'

fixtures: setup
	@echo "fixtures: writing Fixtures/"
	@swift build -c release --product fixtures
	@$(RELEASE)/fixtures make Fixtures

golden: setup
	@echo "golden: writing Fixtures/golden.tsv from what the tool does now"
	@swift build -c release --build-tests
	@TRIPTYCH_GOLDEN=write swift test -c release --skip-build --filter GoldenTests

counts: setup
	@echo "counts: writing Benchmarks/counts.tsv from what the tests' build takes now"
	@swift build -c release --build-tests
	@TRIPTYCH_COUNTS=write swift test -c release --skip-build --filter CountTests

gallery: setup
	@echo "gallery: writing docs/gallery from what the tool does now"
	@swift build -c release --build-tests
	@TRIPTYCH_GALLERY=write swift test -c release --skip-build --filter GalleryTests

install: build
	@echo "install: copying triptych to $(DESTDIR)$(PREFIX)/bin"
	@install -d "$(DESTDIR)$(PREFIX)/bin"
	@install -m 755 $(RELEASE)/triptych "$(DESTDIR)$(PREFIX)/bin/triptych"

clean:
	@echo "clean: removing .build, .build-asan, .build-tsan and .build-fuzz"
	@rm -rf .build .build-asan .build-tsan .build-fuzz
