import os
import uuid
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, Numeric, DateTime, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload

engine = create_async_engine(
    f"postgresql+asyncpg://peer@127.0.0.1:{os.environ['BENCH_PORT']}/bench",
    pool_size=int(os.environ.get("POOL", "8")), max_overflow=0, pool_timeout=30,
)
Session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    role: Mapped[str]


class Course(Base):
    __tablename__ = "courses"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    slug: Mapped[str]
    short_description: Mapped[str]
    level: Mapped[str]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    is_published: Mapped[bool]
    category_id: Mapped[uuid.UUID]
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    rating: Mapped[Decimal] = mapped_column(Numeric(3, 2))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    instructor: Mapped[User] = relationship()
    sections: Mapped[list["Section"]] = relationship(order_by="Section.position")

    @property
    def instructor_name(self) -> str:
        return f"{self.instructor.first_name} {self.instructor.last_name}"

    @property
    def published(self) -> str:
        return self.created_at.strftime("%Y-%m-%d")


class Section(Base):
    __tablename__ = "course_sections"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    title: Mapped[str]
    position: Mapped[int]
    videos: Mapped[list["Video"]] = relationship(order_by="Video.position")


class Video(Base):
    __tablename__ = "course_videos"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    section_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("course_sections.id"))
    title: Mapped[str]
    duration_seconds: Mapped[int]
    position: Mapped[int]
    is_preview: Mapped[bool]

    @property
    def duration(self) -> str:
        return f"{self.duration_seconds // 60}:{self.duration_seconds % 60:02d}"


class Enrollment(Base):
    __tablename__ = "course_enrollments"
    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    progress: Mapped[int]


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CourseOut(Out):
    id: uuid.UUID
    title: str
    slug: str
    short_description: str
    level: str
    price: Decimal
    rating: Decimal
    is_published: bool
    category_id: uuid.UUID
    instructor_id: uuid.UUID
    instructor_name: str
    created_at: datetime


class CourseListOut(Out):
    items: list[CourseOut]
    total: int
    page: int
    page_size: int


class VideoOut(Out):
    id: uuid.UUID
    title: str
    duration_seconds: int
    position: int
    is_preview: bool


class SectionOut(Out):
    id: uuid.UUID
    title: str
    position: int
    videos: list[VideoOut]


class CourseDetailOut(CourseOut):
    sections: list[SectionOut]


class ProgressIn(BaseModel):
    user_id: uuid.UUID
    course_id: uuid.UUID
    progress: int = Field(ge=0, le=100)


class ProgressOut(Out):
    user_id: uuid.UUID
    course_id: uuid.UUID
    progress: int


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
templates = Jinja2Templates(directory=os.path.join(os.path.dirname(__file__), "templates"))


async def get_session():
    async with Session() as s:
        yield s


SessionDep = Annotated[AsyncSession, Depends(get_session)]


@app.get("/plaintext", response_class=PlainTextResponse)
async def plaintext():
    return PlainTextResponse("Hello, World!")


@app.get("/api/v1/courses", response_model=CourseListOut)
async def list_courses(session: SessionDep, page: Annotated[int, Query(ge=1)] = 1,
                       page_size: Annotated[int, Query(ge=1, le=100)] = 20):
    q = (select(Course).where(Course.is_published).options(joinedload(Course.instructor, innerjoin=True))
         .order_by(Course.created_at.desc()).limit(page_size).offset((page - 1) * page_size))
    items = (await session.scalars(q)).all()
    total = await session.scalar(select(func.count()).select_from(Course).where(Course.is_published))
    return {"items": items, "total": total, "page": page, "page_size": page_size}


async def load(session: AsyncSession, slug: str) -> Course:
    q = (select(Course).where(Course.slug == slug, Course.is_published)
         .options(joinedload(Course.instructor, innerjoin=True),
                  selectinload(Course.sections).selectinload(Section.videos)))
    c = (await session.scalars(q)).one_or_none()
    if c is None:
        raise HTTPException(404)
    return c


@app.get("/api/v1/courses/{slug}", response_model=CourseDetailOut)
async def course_detail(slug: str, session: SessionDep):
    return await load(session, slug)


@app.post("/api/v1/progress", response_model=ProgressOut)
async def progress(body: ProgressIn, session: SessionDep):
    async with session.begin():
        row = (await session.execute(
            update(Enrollment).where(Enrollment.user_id == body.user_id, Enrollment.course_id == body.course_id)
            .values(progress=body.progress)
            .returning(Enrollment.user_id, Enrollment.course_id, Enrollment.progress))).one_or_none()
        if row is None:
            raise HTTPException(404)
    return row


@app.get("/courses/{slug}", response_class=HTMLResponse)
async def course_page(request: Request, slug: str, session: SessionDep):
    c = await load(session, slug)
    return templates.TemplateResponse(request, "course.html", {"c": c})
